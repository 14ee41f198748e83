# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the window through AT-SPI, types keys with xdotool, and compares with what is promised to scripts."""
import subprocess
import sys
import time

import pyatspi

ROLES = {
    "media": {"list"},
    "segments": {"list", "table"},
    "caption text": {"text", "entry"},
    "proposals": {"list"},
    "timeline": {"list"},
    "player": {"animation", "video"},
    "jobs": {"list"},
    "Propose": {"push button"},
    "Accept": {"push button"},
    "Reject": {"push button"},
    "Next": {"push button"},
    "status": {"status bar"},
}


def everything(node):
    """Every accessible below a node, depth first; what vanishes meanwhile is left out."""
    yield node
    try:
        children = [node.getChildAtIndex(i) for i in range(node.childCount)]
    except Exception:
        return
    for child in children:
        if child is not None:
            yield from everything(child)


def program():
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and application.name == "descant" and application.childCount:
            return application
    return None


def find(name):
    application = program()
    for node in everything(application) if application else []:
        try:
            if node.name == name and node.getRoleName() in ROLES[name]:
                return node
        except Exception:
            continue
    return None


def wait_for(what, check, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            value = check()
        except Exception:
            value = None
        if value:
            return value
        time.sleep(0.2)
    sys.exit(f"not seen within {seconds} s: {what}")


def keys(*names):
    for name in names:
        subprocess.run(["xdotool", "key", "--clearmodifiers", name], check=True)
        time.sleep(0.25)


def items(name):
    node = find(name)
    return [child.name for child in node] if node else []


def status():
    return find("status").description


def main():
    wait_for("the window's title", lambda: program()[0].name == "Descant – walk")
    # A window manager may not have been there in time to give the window the keyboard.
    subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Descant – walk", "windowfocus"], check=True)
    for name in ROLES:
        wait_for(f"{name} as {' or '.join(sorted(ROLES[name]))}", lambda name=name: find(name))
    wait_for("one video", lambda: items("media")[0].startswith("big_buck_bunny.mp4, ") and "0 of 0 done" in items("media")[0])
    wait_for("the timeline has the keyboard",
             lambda: find("timeline").getState().contains(pyatspi.STATE_FOCUSED))
    wait_for("the first picture", lambda: "00:00:00.000" in find("player").description)
    keys("shift+Right", "i", "shift+Right", "shift+Right", "o")
    wait_for("the segment in the list", lambda: "1.00 to 3.00 seconds" in items("segments")[0])
    wait_for("the segment on the timeline", lambda: "1.00 to 3.00 seconds" in items("timeline")[0])
    wait_for("the time as the timeline's value",
             lambda: abs(find("timeline").queryValue().currentValue - 3.0) < 0.1)
    keys("Return")
    wait_for("the text has the keyboard",
             lambda: find("caption text").getState().contains(pyatspi.STATE_FOCUSED))
    subprocess.run(["xdotool", "type", "--delay", "30", "a rabbit wakes up"], check=True)
    wait_for("what was typed", lambda: find("caption text").queryText().getText(0, -1) == "a rabbit wakes up")
    find("Accept").queryAction().doAction(0)
    wait_for("the verdict in words", lambda: status() == "Segment 1 accepted")
    wait_for("the verdict in the list", lambda: "accepted, a rabbit wakes up" in items("segments")[0])
    wait_for("the count", lambda: "1 of 1 done" in items("media")[0])
    print("everything that is promised to scripts is there")


main()
