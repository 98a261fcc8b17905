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

FISH_HEAD = """# fish completion for descent
function __descent_at
    set -l command
    for word in (commandline -opc)[2..-1]
        switch "$command|$word\""""
FISH_END = """        end
    end
    test "$command" = "$argv"
end"""


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
        return f'COMPREPLY=($(compgen {wanted}{" -f" if files else ""} -- "$current"))' if words or files else ":"

    begin = """    local IFS=$'\\n' current="${COMP_WORDS[COMP_CWORD]}" typed=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
    COMPREPLY=()"""
    lines = _function(every, begin, offer)
    return f"# bash completion for descent\n{lines}complete -o filenames -F _descent descent ./descent\n"


def zsh(every: Sequence[CommandUsage]) -> str:
    """Returns the lines for zsh."""

    def offer(words: Sequence[str], files: bool) -> str:
        parts = [f"compadd -- {' '.join(map(quote, words))}"] if words else []
        return "; ".join([*parts, *(["_files"] if files else [])]) or ":"

    begin = '    local current="$PREFIX" typed=("${(@)words[2,CURRENT-1]}")'
    return f"#compdef descent\n{_function(every, begin, offer)}compdef _descent descent ./descent\n"


def _function(every: Sequence[CommandUsage], begin: str, offer: Callable[[Sequence[str], bool], str]) -> str:
    """Returns a function of bash or zsh that completes the word `current` after those `typed`, which `begin` finds.

    `offer` is how the shell offers words, and perhaps files.
    """
    words, values, options, follow = [], [], [], []
    first = [page.words[0] for page in every if len(page.words) == 1]
    play = next(page for page in every if page.words == ("play",))
    for name, page in (("", play), *((" ".join(page.words), page) for page in every)):
        if name:
            before = " ".join(page.words[:-1])
            words.append(f"        {quote(f'{before}|{page.words[-1]}')}) command={quote(name)} ;;")
        for option in page.options:
            if option.takes:
                names = "|".join(quote(f"{name}|{one}") for one in option.names)
                values.append(f"    {names}) {offer(option.values, option.file)}; return ;;")
        every_name = [one for option in page.options for one in option.names]
        options.append(f"        {quote(name)}) {offer(every_name, False)} ;;")
        more = [] if name else [*first, "help", "version"]
        follow.append(f"        {quote(name)}) {offer([*more, *page.choices], page.files)} ;;")
    cases = ["\n".join(found) for found in (words, values, options, follow)]
    return f"""_descent() {{
{begin}
    local command="" previous="" word
    for word in "${{typed[@]}}"; do
        case "$command|$word" in
{cases[0]}
        esac
        previous="$word"
    done
    case "$command|$previous" in
{cases[1]}
    esac
    case "$current" in
    -*) case "$command" in
{cases[2]}
        esac ;;
    *) case "$command" in
{cases[3]}
        esac ;;
    esac
}}
"""


def fish(every: Sequence[CommandUsage]) -> str:
    """Returns the lines for fish."""
    words = []
    for page in every:
        case = _fished(f"{' '.join(page.words[:-1])}|{page.words[-1]}")
        words += [f"        case {case}", f"            set command {_fished(' '.join(page.words))}"]
    return "\n".join([FISH_HEAD, *words, FISH_END, *_fish_lines(every), ""])


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
