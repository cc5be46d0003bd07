"""The commands of `dateline`, one a module; each exposes a click object named `command`."""
