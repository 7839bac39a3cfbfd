"""What answers when Django itself refuses."""

import pytest


@pytest.mark.parametrize("host", ["a b", "", "[::1", "127.0.0.1:8000@elsewhere", "<script>"])
def test_a_broken_host_is_a_bad_request(client, db, host):
    answer = client.get("/en/", headers={"host": host})
    assert answer.status_code == 400
    assert "could not read this request" in answer.text
