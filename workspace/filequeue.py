"""kombu's broker of files, mended: a message becomes visible when it is whole.

kombu opens a message's file under its last name and then writes it; a worker that looks in
between reads nothing, and ends over it.
"""

import os
import uuid

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

SCHEME = "wholefiles"
TRANSPORT_ALIASES[SCHEME] = "workspace.filequeue:Transport"


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        name = f"{filesystem.monotonic() * 1000:015.0f}_{uuid.uuid4()}"
        unfinished = os.path.join(self.data_folder_out, f"{name}.unfinished")
        with open(unfinished, "wb") as file:
            file.write(str_to_bytes(dumps(payload)))
        os.rename(unfinished, os.path.join(self.data_folder_out, f"{name}.{queue}.msg"))


class Transport(filesystem.Transport):
    Channel = Channel
