"""How the longest context that is worth it follows from the machine: one run of Cimlet each, its JSON read."""
import json
import os
import shlex
import subprocess

CIMLET = shlex.split(os.environ.get("CIMLET", "./cimlet"))


def run(*options):
    """A result of `cimlet run` as a dictionary; its keys are those of `cimlet run --json-schema`."""
    command = [*CIMLET, "run", *options, "--baseline", "none", "--json", "-"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


print("context   TPOT ms   peak tokens/s   bottleneck at the peak")
for context in (256, 1024, 4096):
    decode = run("llama-2-7b", "--context", str(context))["decode"]
    print(
        f"{context:7d} {1e3 * decode['tpot_batch1_s']:9.2f} {decode['peak_throughput_tokens_per_s']:15.0f}"
        f"   {decode['peak_bottleneck']}"
    )
