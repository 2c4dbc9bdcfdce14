"""``harvester serve``: Datasette on the database."""

import asyncio

import click

from harvester.commands.context import Context
from harvester.errors import HarvesterError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.pass_obj
def command(context: Context, host: str, port: int) -> None:
    """Look at the records in a browser, and review them: Datasette with the review desk.

    Whoever reaches the address can read; to decide, open the link that is printed, which signs
    in once. Only this computer can reach it, unless --host says otherwise. Stop with Ctrl-C.

    \b
    Examples:
      harvester serve
      harvester serve --port 8080
    """
    import uvicorn
    from datasette.app import Datasette

    from harvester.desk.desk import open_desk
    from harvester.desk.signing import link

    context.matched().conn.close()
    datasette = Datasette(
        files=[str(context.db_path)],
        settings={"default_page_size": 50, "sql_time_limit_ms": 5000, "facet_time_limit_ms": 1000},
    )
    asyncio.run(datasette.invoke_startup())
    shown = f"[{host}]" if ":" in host else host
    context.say(f"Open http://{shown}:{port}/{context.db_path.stem} (stop with Ctrl-C)")
    path = link(datasette, open_desk(datasette, context.config))
    click.echo(f"To review, open once: http://{shown}:{port}{path}")
    config = uvicorn.Config(datasette.app(), host=host, port=port, log_level="warning")
    try:
        uvicorn.Server(config).run()
    except KeyboardInterrupt:
        context.say("Stopped.")
    except SystemExit as fault:
        raise HarvesterError(
            f"Nothing can listen on {host}, port {port}: another program may. "
            f"Try --port {port + 1}."
        ) from fault
