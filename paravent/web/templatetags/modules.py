"""A page's modules, named in its head: the browser fetches them all at once instead of finding them level by level."""

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# A statement begins its line; an import in a comment, which only names a type, does not.
IMPORTED = re.compile(r"""^(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


@register.simple_tag
def preloaded_modules(entry: str) -> SafeString:
    """Return a link for each module that the entry imports, directly or not."""
    return format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(name),) for name in imported_by(entry))
    )


@lru_cache(maxsize=32)
def imported_by(entry: str) -> tuple[str, ...]:
    """Return the names of all modules that a module needs, nearest first, without itself."""
    found = [entry]
    for name in found:
        found += [one for one in dict.fromkeys(_imports(name)) if one not in found]
    return tuple(found[1:])


def _imports(name: str) -> list[str]:
    path = finders.find(name)
    source = Path(str(path)).read_text() if path else ""
    return [normpath(PurePosixPath(name).parent / said) for said in IMPORTED.findall(source)]
