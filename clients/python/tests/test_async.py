import asyncio

import pytest
from sandrun import AsyncSandrun, InvalidRequest, to_text


def test_many_at_once() -> None:
    async def main() -> list[str]:
        async with AsyncSandrun() as sandrun:
            results = await asyncio.gather(
                *(sandrun.run({"language": "bash", "code": f"echo {number}"}) for number in range(8))
            )
        return [to_text(result["run"]["stdout"]) for result in results]

    assert asyncio.run(main()) == [f"{number}\n" for number in range(8)]


def test_live_stdin() -> None:
    async def main() -> tuple[str, str]:
        said = ""
        async with AsyncSandrun() as sandrun:
            async with sandrun.live({"language": "python", "code": 'print("Hello,", input("Who? "))'}) as run:
                async for output in run:
                    said += output.text
                    if said == "Who? ":
                        await run.write("Ada\n")
                return said, (await run.finish())["verdict"]

    assert asyncio.run(main()) == ("Who? Hello, Ada\n", "ok")


def test_to_cancel_a_call_cancels_its_run() -> None:
    async def main() -> str:
        async with AsyncSandrun() as sandrun:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(sandrun.run({"language": "bash", "code": "sleep 60"}), 1)
            async for run in sandrun.runs():
                return (await sandrun.job(run["id"]).result())["verdict"]
        return "no run"

    assert asyncio.run(main()) == "cancelled"


def test_session_and_job() -> None:
    async def main() -> tuple[str, str]:
        async with AsyncSandrun() as sandrun:
            async with await sandrun.create_session({"language": "python"}) as session:
                await session.run({"code": 'open("kept", "w").write("here")'})
                kept = await session.run({"code": 'print(open("kept").read())'})
            job = await sandrun.submit({"language": "bash", "code": "exit 3"})
            return to_text(kept["run"]["stdout"]), (await job.result())["verdict"]

    assert asyncio.run(main()) == ("here\n", "runtime-error")


def test_errors() -> None:
    async def main() -> None:
        async with AsyncSandrun() as sandrun:
            await sandrun.run({"language": "klingon", "code": "x"})

    with pytest.raises(InvalidRequest):
        asyncio.run(main())
