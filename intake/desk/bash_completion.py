# SPDX-License-Identifier: Apache-2.0
"""The Tab key in bash: ``NAME=VALUE`` is one word of this program, where bash itself sees three."""

from __future__ import annotations

SCRIPT = r"""
%(complete_func)s() {
    local IFS=$'\n' word whole= place=0
    local -a words=()
    for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ ${#words[@]} -gt 0 && ( $word == = || ( $whole && $word ) ) ]]; then
            words[${#words[@]}-1]+=$word
        else
            words+=("$word")
        fi
        [[ $word == = ]] && whole=1 || whole=
    done
    place=$(( ${#words[@]} - 1 ))
    COMPREPLY=( $( env COMP_WORDS="${words[*]}" COMP_CWORD=$place %(autocomplete_var)s=complete_bash $1 ) )
    if [[ ${words[place]} != [\"\']* && ${COMPREPLY[*]} ]]; then
        COMPREPLY=( $( printf '%%q\n' "${COMPREPLY[@]}" ) )
    fi
    if [[ ${words[place]} == *=* ]]; then
        COMPREPLY=( "${COMPREPLY[@]#*=}" )
    elif [[ ${COMPREPLY[0]-} == *= ]]; then
        compopt -o nospace
    fi
    return 0
}

complete -o default -F %(complete_func)s %(prog_name)s
"""


def use_own_script() -> None:
    """Let ``--install-completion`` and ``--show-completion`` give bash this script instead of Typer's."""
    from typer import _completion_shared

    _completion_shared._completion_scripts["bash"] = SCRIPT
