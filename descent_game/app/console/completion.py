"""`descent completion`: lines that let a shell complete commands, options and their values, made from the parsers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from shlex import quote
from types import MappingProxyType

from descent_game.app.console.usage import CommandUsage, Option, pages
from descent_game.app.terminal.arguments import OneOf, Parser
from descent_game.app.terminal.errors import DONE

EXAMPLES = """
  source <(descent completion bash)                                   in ~/.bashrc
  source <(descent completion zsh)                                    in ~/.zshrc, after compinit
  descent completion fish > ~/.config/fish/completions/descent.fish
"""

BASH = """# bash completion for descent
_descent() {
    local IFS=$'\\n' command="" i
    local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}"
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$command|${COMP_WORDS[i]}" in
@WORDS@
        esac
    done
    COMPREPLY=()
    case "$command|$prev" in
@VALUES@
    esac
    case "$cur" in
    -*) case "$command" in
@OPTIONS@
        esac ;;
    *) case "$command" in
@FOLLOW@
        esac ;;
    esac
}
complete -o filenames -F _descent descent ./descent
"""
ZSH = """#compdef descent
_descent() {
    local command=""
    integer i
    for ((i = 2; i < CURRENT; i++)); do
        case "$command|${words[i]}" in
@WORDS@
        esac
    done
    case "$command|${words[CURRENT-1]}" in
@VALUES@
    esac
    case "$PREFIX" in
    -*) case "$command" in
@OPTIONS@
        esac ;;
    *) case "$command" in
@FOLLOW@
        esac ;;
    esac
}
compdef _descent descent ./descent
"""
FISH = """# fish completion for descent
function __descent_at
    set -l command
    for word in (commandline -opc)[2..-1]
        switch "$command|$word"
@WORDS@
        end
    end
    test "$command" = "$argv"
end
"""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("shell", metavar="SHELL", type=OneOf(SHELLS), help=f"one of {', '.join(SHELLS)}")


def run(arguments: argparse.Namespace) -> int:
    """Prints the lines for a shell, and returns the exit status."""
    print(SHELLS[arguments.shell](list(pages())), end="")
    return DONE


def bash(every: Sequence[CommandUsage]) -> str:
    """Returns the lines for bash."""

    def offer(words: Sequence[str], files: bool) -> str:
        wanted = f"-W {quote(chr(10).join(words))}" if words else ""
        return f'COMPREPLY=($(compgen {wanted}{" -f" if files else ""} -- "$cur"))' if words or files else ":"

    return _filled(BASH, every, offer)


def zsh(every: Sequence[CommandUsage]) -> str:
    """Returns the lines for zsh."""

    def offer(words: Sequence[str], files: bool) -> str:
        parts = [f"compadd -- {' '.join(map(quote, words))}"] if words else []
        return "; ".join([*parts, *(["_files"] if files else [])]) or ":"

    return _filled(ZSH, every, offer)


def _filled(template: str, every: Sequence[CommandUsage], offer: Callable[[Sequence[str], bool], str]) -> str:
    """Returns a template with the cases of every page; `offer` is how the shell offers words, and perhaps files."""
    words, values, options, follow = [], [], [], []
    first = [page.words[0] for page in every if len(page.words) == 1]
    top = next(page for page in every if page.words == ("play",))
    pages_of = {"": top} | {" ".join(page.words): page for page in every}
    for name, page in pages_of.items():
        if name:
            before = " ".join(page.words[:-1])
            words.append(f"        {quote(f'{before}|{page.words[-1]}')}) command={quote(name)} ;;")
        for option in page.options:
            if option.takes:
                cases = "|".join(quote(f"{name}|{one}") for one in option.names)
                values.append(f"    {cases}) {offer(option.values, option.file)}; return ;;")
        every_name = [one for option in page.options for one in option.names]
        options.append(f"        {quote(name)}) {offer(every_name, False)} ;;")
        more = [*first, "help", "version"] if not name else []
        follow.append(f"        {quote(name)}) {offer([*more, *page.choices], page.files)} ;;")
    return (
        template.replace("@WORDS@", "\n".join(words))
        .replace("@VALUES@", "\n".join(values))
        .replace("@OPTIONS@", "\n".join(options))
        .replace("@FOLLOW@", "\n".join(follow))
    )


def fish(every: Sequence[CommandUsage]) -> str:
    """Returns the lines for fish."""
    words = []
    for page in every:
        before, name = " ".join(page.words[:-1]), " ".join(page.words)
        case = _fished(f"{before}|{page.words[-1]}")
        words += [f"        case {case}", f"            set command {_fished(name)}"]
    return FISH.replace("@WORDS@", "\n".join(words)) + "".join(f"{line}\n" for line in _fish_lines(every))


def _fish_lines(every: Sequence[CommandUsage]) -> Iterator[str]:
    yield "complete -c descent -f"
    for page in every:
        if len(page.words) == 1:
            yield f"complete -c descent -n '__descent_at \"\"' -a {page.words[0]} -d {_fished(page.help)}"
    for page in every:
        names = ["", " ".join(page.words)] if page.words == ("play",) else [" ".join(page.words)]
        for name in names:
            where = f'__descent_at "{name}"'
            at = f"complete -c descent -n {_fished(where)}"
            yield from (f"{at} {_fish_option(option)}" for option in page.options)
            if page.choices:
                yield f"{at} -a {_fished(' '.join(page.choices))}"
            if page.files:
                yield f"{at} -F"


def _fish_option(option: Option) -> str:
    names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names]
    takes = " -x" if option.takes and not option.file else " -r -F" if option.file else ""
    values = f" -a {_fished(' '.join(option.values))}" if option.values else ""
    return f"{' '.join(names)}{takes}{values} -d {_fished(option.help)}"


def _fished(text: str) -> str:
    """Returns a text in quotes as fish reads it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


SHELLS: Mapping[str, Callable[[Sequence[CommandUsage]], str]] = MappingProxyType(
    {"bash": bash, "zsh": zsh, "fish": fish}
)
