import uuid

import pytest
from sandrun import InvalidRequest, NotFound, Sandrun, Unreachable, to_text

ASKS = 'name = input("Who? ")\nprint("Hello,", name)\nimport sys\nprint("oh", file=sys.stderr)\nsys.exit(3)'


def test_run_with_input(sandrun: Sandrun) -> None:
    result = sandrun.run({"language": "python", "code": "print(input()[::-1])", "stdin": "sandrun"})
    assert result["verdict"] == "ok"
    assert to_text(result["run"]["stdout"]) == "nurdnas\n"


def test_what_is_no_text_comes_as_bytes(sandrun: Sandrun) -> None:
    result = sandrun.run({"language": "bash", "code": r"printf '\xff'"})
    assert result["run"]["stdout"] == {"base64": "/w=="}


def test_cases(sandrun: Sandrun) -> None:
    result = sandrun.run(
        {
            "language": "python",
            "code": "print(int(input()) ** 2)",
            "cases": [{"stdin": "3", "expected": "9"}, {"stdin": "-3", "expected": "-9"}],
            "compare": "tokens",
        }
    )
    assert [case["verdict"] for case in result["cases"]] == ["accepted", "wrong-answer"]


def test_live_stdin(sandrun: Sandrun) -> None:
    said = {"stdout": "", "stderr": ""}
    with sandrun.live({"language": "python", "code": ASKS}) as run:
        for output in run:
            said[output.channel] += output.text
            if said["stdout"] == "Who? ":
                run.write("Ada\n")
        result = run.finish()
    assert said == {"stdout": "Who? Hello, Ada\n", "stderr": "oh\n"}
    assert result["verdict"] == "runtime-error" and result["id"] == run.id


def test_megabytes_both_ways(sandrun: Sandrun) -> None:
    sent = bytes(range(256)) * 8192
    with sandrun.live({"language": "bash", "code": "cat >in; cat in"}) as run:
        run.write(sent)
        run.end()
        received = b"".join(output.data for output in run)
        assert run.finish()["verdict"] == "ok"
    assert received == sent


def test_output_that_nobody_reads(sandrun: Sandrun) -> None:
    with sandrun.live({"language": "bash", "code": "head -c 3000000 /dev/zero"}) as run:
        assert run.finish()["verdict"] == "ok"


def test_cancel_and_leaving(sandrun: Sandrun) -> None:
    with sandrun.live({"language": "bash", "code": "echo up; sleep 60"}) as run:
        for _ in run:
            run.cancel()
        assert run.finish()["verdict"] == "cancelled"
    with sandrun.live({"language": "bash", "code": "echo up; sleep 60"}) as run:
        next(iter(run))
    assert run.id is not None
    assert sandrun.job(run.id).result()["verdict"] == "cancelled"


def test_job(sandrun: Sandrun) -> None:
    key = str(uuid.uuid4())
    job = sandrun.submit({"language": "bash", "code": "echo out; sleep 0.2"}, idempotency_key=key)
    assert sandrun.submit({"language": "bash", "code": "echo out; sleep 0.2"}, idempotency_key=key).id == job.id
    events = list(job.events())
    assert "".join(event["content"] for event in events if event["type"] == "output") == "out\n"
    assert events[-1]["type"] == "exit"
    assert job.result()["verdict"] == "ok"
    assert job.record()["state"] == "ended"
    assert job.id in [run["id"] for run in sandrun.runs()]


def test_session(sandrun: Sandrun) -> None:
    with sandrun.create_session({"language": "python"}) as session:
        session.run({"code": 'open("kept", "w").write("here")'})
        with session.live({"code": 'print(input() + open("kept").read())'}) as run:
            run.write("still ")
            run.end()
            assert "".join(output.text for output in run) == "still here\n"
        assert session.id in [info["id"] for info in sandrun.sessions()]
        assert session.info()["language"] == "python"
    with pytest.raises(NotFound):
        session.info()


def test_languages(sandrun: Sandrun) -> None:
    assert "python" in [language["id"] for language in sandrun.languages()]
    assert sandrun.language("c")["compiled"]


def test_errors(sandrun: Sandrun) -> None:
    with pytest.raises(InvalidRequest) as caught:
        sandrun.run({"language": "klingon", "code": "x"})
    assert (caught.value.code, caught.value.retryable) == ("unknown-language", False)
    assert caught.value.hint
    with pytest.raises(InvalidRequest), sandrun.live({"language": "klingon", "code": "x"}) as run:
        run.finish()
    with pytest.raises(NotFound):
        sandrun.job("none").result()
    with Sandrun("http://127.0.0.1:9") as nowhere:
        with pytest.raises(Unreachable):
            nowhere.languages()
        with pytest.raises(Unreachable), nowhere.live({"language": "bash", "code": "x"}):
            pass
