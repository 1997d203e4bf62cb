"""The words that requests begin with; only before one of them may `and` or a comma part two requests."""

from __future__ import annotations

VERBS = (
    "second|secondly|third|thirdly|fourth|show|read|open|print|display|cat|write|save|store|put|"
    "record|export|create|make|generate|append|add|delete|remove|erase|copy|duplicate|clone|back up|"
    "backup"
    "|move|rename|list|count|find|search|look|tell|give|calculate|compute|work out|evaluate|what|"
    "how|which|who|when|where|is|are|does|do|did|if|replace|change|convert|sort|reverse|uppercase"
    "|lowercase|capitalize|merge|combine|concatenate|remember|recall|fetch|download|get|check|"
    "verify|subtract|multiply|divide|double|triple|halve|square|cube|round|increase|decrease|split|"
    "take"
    "|place|insert|note|jot|log|type|clear|empty|turn|report|say|sum|use|let me know|answer|put|"
    "prepend|overwrite|update|start|then|finally|raise|call|name|output|return|please|also|after|"
    "could|can|i|in|into|my|google|post|send|next|mkdir|swap|trim|determine|figure out|see|set|"
    "compare|deduplicate|join|drop|new|confirm|summarize|translate|email|order|arrange|alphabetize|"
    "number|extract|reduce|subtract|times|plus|minus|divided|multiplied|squared|apply|mv|cp|rm|"
    "touch|don't forget|keep"
)
