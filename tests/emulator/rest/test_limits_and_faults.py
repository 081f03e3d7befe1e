"""The leaky bucket, operating seconds, planned failures, latency (contract §1.8)."""

import pytest
import requests


class TestBucket:
    @pytest.fixture(autouse=True)
    def limited(self, portal):
        portal.buckets.enabled = True

    def fill(self, rest):
        for count in range(300):
            if rest.post("user.admin", {}).status_code == 503:
                return count
        return 300

    def test_fifty_then_two_per_second_in_steps(self, rest, clock):
        assert self.fill(rest) == 50
        clock.advance(0.4)
        assert rest.post("user.admin", {}).status_code in (200, 503)
        clock.advance(1)
        assert self.fill(rest) in (2, 4)

    def test_enterprise(self, rest, portal):
        portal.tariff.enterprise = True
        assert self.fill(rest) == 250

    def test_batch_counts_as_one(self, rest, portal):
        rest.batch(["user.admin"] * 50)
        assert portal.buckets.level("127.0.0.1") == 1

    def test_the_answer(self, rest):
        self.fill(rest)
        answer = rest.post("profile", {})
        assert answer.json() == {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}
        assert "Retry-After" not in answer.headers


class TestOperating:
    def test_429_until_the_minutes_are_forgotten(self, rest, content, portal, clock):
        portal.operating.limit_seconds = 2
        reset_at = 0
        for _ in range(3):
            reset_at = rest.post("landing.landing.copy", {"lid": content.news.id}).json()["time"][
                "operating_reset_at"
            ]
        answer = rest.post("landing.landing.copy", {"lid": content.news.id})
        assert (answer.status_code, answer.json()["error"]) == (429, "OPERATION_TIME_LIMIT")
        assert rest("landing.landing.unpublic", lid=content.news.id) is True
        clock.advance(reset_at - clock.now())
        assert rest.post("landing.landing.copy", {"lid": content.news.id}).status_code == 200

    def test_inner_methods_have_their_own_counters(self, rest, content, portal):
        portal.operating.limit_seconds = 2
        copy = f"landing.landing.copy?lid={content.news.id}"
        found = rest.batch([copy] * 4 + ["profile"])
        assert list(found["result"]) == ["0", "1", "2", "4"]
        assert found["result_error"]["3"]["error"] == "OPERATION_TIME_LIMIT"

    def test_cheap_calls_do_not_count(self, rest):
        assert "operating" not in rest.post("profile", {}).json()["time"]

    def test_a_request_ends_after_sixty_seconds(self, rest, content, portal):
        portal.latency.command = 10
        answer = rest.post("batch", {"cmd": [f"landing.landing.copy?lid={content.news.id}"] * 8})
        assert answer.status_code == 504
        assert "<html>" in answer.text
        assert len(portal.pages) == 3 + 6

    def test_latency_shows_in_the_time_block(self, rest, portal):
        portal.latency.request, portal.latency.command = 2, 1
        assert rest.post("profile", {}).json()["time"]["duration"] == pytest.approx(3)


class TestFaults:
    @pytest.mark.parametrize(
        ("kind", "status", "error"),
        [
            ("503", 503, "QUERY_LIMIT_EXCEEDED"),
            ("429", 429, "OPERATION_TIME_LIMIT"),
            ("500", 500, "INTERNAL_SERVER_ERROR"),
            ("overload", 401, "OVERLOAD_LIMIT"),
            ("expire_tokens", 401, "expired_token"),
        ],
    )
    def test_json_answers_once(self, rest, portal, kind, status, error):
        portal.faults.add(kind)
        answer = rest.post("profile", {})
        assert (answer.status_code, answer.json()["error"]) == (status, error)
        if kind != "expire_tokens":
            assert rest.post("profile", {}).status_code == 200

    @pytest.mark.parametrize(("kind", "status"), [("html", 200), ("502", 502), ("empty", 200)])
    def test_answers_that_are_no_json(self, rest, portal, kind, status):
        portal.faults.add(kind)
        answer = rest.post("profile", {})
        assert answer.status_code == status
        with pytest.raises(ValueError):
            answer.json()

    def test_lost_answer_after_the_work(self, rest, portal, content):
        portal.faults.add("answer_lost", methods=["landing.landing.copy"])
        with pytest.raises(requests.ConnectionError):
            rest.post("landing.landing.copy", {"lid": content.news.id})
        assert len(portal.pages) == 4
        assert portal.requests[-1].fault == "answer_lost"

    def test_refused_connection_before_the_work(self, rest, portal, content):
        portal.faults.add("refuse_connection")
        with pytest.raises(requests.ConnectionError):
            rest.post("landing.landing.copy", {"lid": content.news.id})
        assert len(portal.pages) == 3

    def test_truncated_answer(self, rest, portal):
        portal.faults.add("truncated")
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            rest.post("profile", {})

    def test_counts_skips_and_clears(self, rest, portal):
        portal.faults.add("500", times=2, skip=1, methods=["profile"])
        assert [rest.post("profile", {}).status_code for _ in range(4)] == [200, 500, 500, 200]
        portal.faults.add("500", times=None)
        assert {rest.post("profile", {}).status_code for _ in range(3)} == {500}
        portal.faults.clear()
        assert rest.post("profile", {}).status_code == 200

    def test_slow_answer_on_the_emulated_clock(self, rest, portal, clock):
        before = clock.now()
        portal.faults.add("slow", seconds=40)
        rest("profile")
        assert clock.now() - before == pytest.approx(40)

    def test_unknown_kind(self, portal):
        with pytest.raises(ValueError, match="unknown fault"):
            portal.faults.add("nonsense")


class TestMoves:
    def test_renamed_portal_answers_302(self, emulator, rest, portal):
        old = portal.origin
        emulator.rename(portal, "127.0.0.9")
        answer = requests.post(
            f"{old}/rest/profile", json={"auth": rest.token}, allow_redirects=False, timeout=5
        )
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{portal.origin}/rest/profile")
        assert rest("profile")["ID"] == "1"

    def test_deleted_portal(self, emulator, rest, portal):
        emulator.delete(portal)
        answer = rest.post("profile", {})
        assert (answer.status_code, answer.json()["error"]) == (403, "PORTAL_DELETED")

    def test_removed_application(self, emulator, rest, portal):
        emulator.uninstall_app(portal)
        assert rest.post("profile", {}).json()["error"] == "APPLICATION_NOT_FOUND"
