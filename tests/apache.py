"""A real Apache on loopback that shows a folder, with the `.htaccess` that stands in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from install_browser import system_apache
from nginx import free_port, wait_for

#: Where distributions keep its modules.
_MODULES = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules")
_CONFIG = """\
ServerRoot "{home}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{home}/apache.pid"
ErrorLog "{home}/error.log"
{modules}
DocumentRoot "{folder}"
ErrorDocument 404 /404.html
<Directory "{folder}">
  AllowOverride FileInfo
  Require all granted
</Directory>
TypesConfig "{home}/types"
AddDefaultCharset utf-8
"""
_USED = ("mpm_event", "authz_core", "dir", "mime", "headers")


@contextmanager
def apache(folder: Path, types: str) -> Iterator[str]:
    """A copy of the site in `folder`, served until the block ends; gives the URL of its front page.

    `types` has a line for each type of file, as in `mime.types`.
    """
    program = system_apache()
    assert program, "Apache is needed: python tools/install_browser.py"
    modules = next(Path(each) for each in _MODULES if Path(each).is_dir())
    with TemporaryDirectory(prefix="oit-apache-") as name:
        home, port = Path(name), free_port()
        site = shutil.copytree(folder, home / "site")
        (home / "types").write_text(types, encoding="utf-8")
        config = home / "apache.conf"
        loaded = "\n".join(f'LoadModule {x}_module "{modules}/mod_{x}.so"' for x in _USED)
        config.write_text(_CONFIG.format(home=home, port=port, folder=site, modules=loaded))
        # It will not serve anything as root, who runs the tests in containers.
        is_root = os.geteuid() == 0
        if is_root:
            for path in (home, *home.rglob("*")):
                shutil.chown(path, "nobody")
        process = subprocess.Popen(
            [program, "-f", str(config), "-D", "FOREGROUND"],
            stderr=subprocess.DEVNULL,
            user="nobody" if is_root else None,
        )
        try:
            wait_for(port, process, home)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=10)
