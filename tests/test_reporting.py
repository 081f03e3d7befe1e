"""What is sent to Sentry holds no token and no secret, wherever they hide."""

from landing_app.reporting import HIDDEN, scrubbed


def test_fields_with_secret_names_are_hidden() -> None:
    event = {
        "request": {"headers": {"X-Frame-Session": "abc", "Accept": "text/html"}, "data": {"AUTH_ID": "t1"}}
    }
    request = scrubbed(event)["request"]
    assert request["headers"] == {"X-Frame-Session": HIDDEN, "Accept": "text/html"}
    assert request["data"] == {"AUTH_ID": HIDDEN}


def test_pairs_inside_texts_are_hidden() -> None:
    text = "GET /oauth/token/?client_id=app.1&client_secret=s3cret&refresh_token=r3fresh failed"
    clean = scrubbed({"message": text})["message"]
    assert "s3cret" not in clean
    assert "r3fresh" not in clean
    assert "app.1" in clean


def test_json_inside_texts_is_hidden() -> None:
    assert "t0ken" not in scrubbed(['{"auth": "t0ken", "lid": 3}'])[0]
