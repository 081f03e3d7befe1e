"""Every time span of the job engine, in seconds. Leases use the application clock: keep hosts in step
(NTP)."""

from datetime import timedelta

#: A worker that stays silent this long is taken for dead; its work goes on with the next sweep (every 5 s). Taking
#: over from one that only slept is harmless: it asks for its lane before each request it sends.
LEASE = 12
HEARTBEAT = 3
#: However lively its heartbeat, one chunk may not hold its lane longer (HTTP calls end long before).
LONGEST_CHUNK = 600
#: A sweep does not send a second hint for a lane within this span.
HINT_EVERY = 4
#: The portal may work on a request for 60 s after the connection broke: before this age "not there" proves
#: nothing.
CREATE_SETTLES_AFTER = 75
#: A repeatable call may be sent again sooner: twice the same is once.
REPEATABLE_SETTLES_AFTER = 5
CHECK_AGAIN_AFTER = (2, 5, 10, 20, 38, 60, 120, 300)
#: After this a question that reading cannot answer goes to the person.
GIVE_UP_CHECKING = 900
REPEATS = {"repeatable": 3, "create": 1}
#: Chunks grow and shrink to take about this long.
CHUNK_SECONDS = (8.0, 20.0)
FIRST_CHUNK = 10
#: Pauses while a portal does not answer: one probe in 30 s at most, and work goes on within 45 s once it is back.
BACKOFF = (2, 5, 15, 30)
PROBE_EVERY = (15 * 60, 30 * 60, 60 * 60, 3 * 3600, 6 * 3600)

#: Targets of a plan that a person waits for; more are planned by a task while the dialog polls.
PLAN_INLINE = 200
#: A page that is looked through counts as so many.
BLOCKS_OF_A_PAGE = 10
#: Older plans do not start; they are kept for the person who still has the dialog open and may plan the same anew.
PLAN_LIFETIME = timedelta(minutes=30)
PLAN_KEPT = timedelta(hours=24)
UNDO_LIFETIME = timedelta(days=7)
UPLOAD_LIFETIME = timedelta(hours=24)
