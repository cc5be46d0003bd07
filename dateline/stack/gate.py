"""A process that waits for another one: `python -m dateline.stack.gate URL --imports a,b -- airflow scheduler`.

The scheduler hands out waiting tasks in its first second, and a task whose api-server does not answer yet fails
after a few tries. So the scheduler's process loads its modules at once, beside the other processes, and goes on
when the URL answers. It is the same process all the time: signals and the parent's death reach it as ever.
"""

import importlib
import runpy
import sys
import time

import click
import httpx

POLL = 0.1
PATIENCE = 5.0


def wait_for(url: str) -> None:
    """Return once the address answers, whatever it says; for ever: who started us watches the other process."""
    # Loopback is never reached through a proxy, whatever the environment says.
    with httpx.Client(timeout=PATIENCE, trust_env=False) as client:
        while not _answers(client, url):
            time.sleep(POLL)


def _answers(client: httpx.Client, url: str) -> bool:
    try:
        client.get(url)
    except httpx.TransportError:
        return False
    return True


@click.command()
@click.argument("url")
@click.option("--imports", default="", help="Modules to load while waiting, with commas.")
@click.argument("module")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def main(*, url: str, imports: str, module: str, arguments: tuple[str, ...]) -> None:
    """Load modules, wait until URL answers, then become `python -m MODULE ARGUMENTS`."""
    for name in filter(None, imports.split(",")):
        importlib.import_module(name)
    wait_for(url)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
