"""Pictures kept for a job until it ends."""

from landing_app.jobs.models import Job, Upload


def files_of(job: Job) -> dict[str, tuple[str, bytes]]:
    """File name and bytes of each upload of the job, by the text of its id."""
    return {str(upload.pk): (upload.name, bytes(upload.content)) for upload in Upload.objects.filter(job=job)}
