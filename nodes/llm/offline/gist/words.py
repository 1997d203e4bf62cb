"""Word classes: what people call the things they ask for, and what they put around it."""

from __future__ import annotations

import re

FILE = "[\ue800-\uefff]"
QUOTE = "[\ue000-\ue7ff]"

_VERB_CLASSES: dict[str, str] = {
    "write": (
        r"writ(?:e|ing)(?: down)?|wirte|save|store|put|note(?: down)?|jot(?: down)?|type|record|log|enter|place|export|"
        r"output|print|dump|"
        r"keep|leave|let(?=\s+(?:the\s+)?(?:file\s+)?[\ue800-\uefff])|set|insert|paste|fill in|get"
    ),
    "create": r"creat(?:e|ing)|make|mak(?:e|ing)|mkae|start|open up|set up|generate|produce|prepare|touch|begin",
    "append": r"append|add|attach|tack|extend|continue|insert",
    "read": (
        r"read|open|show|display|cat|tell|say|let me (?:see|know|hear)|look (?:at|into|inside|in)|give|view|see|report|"
        r"reply|respond|"
        r"answer|print|hear"
    ),
    "delete": (
        r"delete|delte|deleet|erase|remove|get rid of|throw (?:away|out)|leave out|omit|skip|trash|bin|discard|wipe|rm|drop|clear|dispose "
        r"of|take out|"
        r"cut out|cross out|strike|scratch"
    ),
    "rename": r"rename|renmae|retitle|relabel|mv",
    "move": r"move|mv|shift|transfer|relocate|file away|put|bring|place|tidy|stow|send",
    "copy": r"cop(?:y|ies)|cp|duplicate|clone|back ?up|replicate",
    "list": r"list|ls|enumerate|name",
    "count": r"count|tally|wc",
    "find": r"find|search|look (?:for|up)|locate|grep|fetch|get|pull|extract|pick|collect|filter|select|keep|gather|grab|take",
    "compute": (
        r"calculate|compute|work out|figure out|determine|evaluate|add (?:up|together)|sum(?: up)?|total|average|tot up|"
        r"multiply|divide|"
        r"subtract|double|halve|triple|increase|decrease|raise|reduce|round|convert|split|take|square|deduct|compare|count"
    ),
    "shape": (
        r"sort|order|arrange|alphabeti[sz]e|reverse|flip|uppercase|lowercase|capitali[sz]e|replace|swap|change|substitute|prefix|suffix|indent|unindent|spell|break|cut|halve|bump|increment|decrement|"
        r"turn|convert|"
        r"number|merge|join|combine|concatenate|put together|dedupe|deduplicate|unique|filter|strip|trim|correct|fix|"
        r"rewrite|translate"
    ),
    "memory": r"remember|memori[sz]e|recall|keep in mind|bear in mind|don['’]t forget|forget",
}
VERB = "|".join(_VERB_CLASSES.values())
"""Every verb that a request may begin with."""

STARTS = (
    rf"(?:(?:please|pls|kindly|also|then|just|only|now|finally|afterwards|after that|next)[\s,]+)*(?:{VERB}|how (?:many|much)|"
    rf"whats|what|which|who|if)\b"
)

REQUEST = re.compile(
    rf"^(?:{STARTS})"
    r"|\b(?:please|pls|plz|kindly|could you|can you|would you|will you|i want|i need|i['’]d like|i would (?:also |really "
    r")?(?:like|love)|i should (?:also )?like|i wish|"
    r"you could|let['’]s|should (?:be|have|go|stand|contain|now)|must (?:be|go|have)|needs? to be|has to be|have to be|needs? (?:a|an|one|another)\b|ought to|belongs? (?:in)?(?:to)?|goes? (?:in)?to|"
    r"would be (?:great|nice|good|grateful)|can i|may i|do you)\b"
    r"|\?\s*$"
    rf"|^(?:please\s+)?(?:check|see|verify|find out) (?:whether|if)\b.*{FILE}.*{FILE}"
    rf"|^(?:in it|inside it|in there|in the (?:copy|new (?:one|file)))\b|(?:in)?to (?:the )?(?:file )?{FILE}|"
    rf"{FILE}\s*,?\s+(?:please\s+)?(?:{VERB})\b"
    rf"|^(?:the|this|that)\s+(?:\w+\s+)?(?:result|number|sum|total|answer|words?|lines?|names?)\b.*\b(?:{VERB})\b"
    rf"|(?:->|→|=>)|^{FILE}\s*(?:=|with|and {FILE} (?:in)?to)"
    r"|^(?:(?:the|a|an|my|only|just)\s+)?(?:sum|total|average|avg|mean|number|count|copy|first|last|second|third|half|"
    r"difference|powers?|"
    r"squares?|highest|lowest|biggest|smallest|longest|shortest|max|min|maximum|minimum|lines?|words?|today['’]?s?|todays|tomorrow|"
    r"double|twice|head|tail|size|content|contents|result|backup|duplicate)\b"
    r"|\b(?:both|it|them|that|result|answer|total|sum|date|number|copy|this|today['’]?s?|todays) (?:in)?to\b"
    rf"|^(?:first|second|third|then|next|finally|after(?:wards| that| this)?|last)\b[\s,]+(?!.{{0,20}}(?:is|are|was|were|"
    rf"has|had)\b)",
    re.IGNORECASE,
)
"""What a sentence that asks for something shows."""

FILLER = (
    r"(?:the|a|an|my|our|your|this|that|these|those|its|new|same|other|another|text|plain|empty|blank|separate|file|files|document|"
    r"doc|note|called|named|titled|with|name|names|one|text file|small|short|simple|second|list|fresh)"
)

POINTER = (
    r"(?:it|that|this|them|those|these|they|(?:(?:the|that|this|these|those|its|his|her|their|my|each|our|only|just)\s+)+"
    r"(?:\w+\s+){0,2}?"
    r"(?:result|results|answer|answers|number|numbers|total|sum|value|values|figure|count|average|mean|date|day|weekday|name|names|"
    r"list|lines?|words?|output|outcome|text|difference|price|amount|amounts|balance|rent|interest|word|code|percentage|percent|"
    r"product|quotient|rest|remainder|addresses|emails|e-mails|mails|copy|file|content|contents|region|items?|entries|table|share|"
    r"new prices?|maximum|minimum|median|temperature|speed|distance|time|hours|minutes|days|cost|costs|tip|tax|discount|score)"
    r"|only (?:it|this|that)|what is left|what remains)"
)
NUMERIC_NOUNS = (
    r"number|value|price|amount|reading|temperature|score|figure|cost|sale|revenue|total|salary|income|rent|age|height|weight|"
    r"distance|speed|time|grade|mark|balance|bill|measurement|size|count|result|payment|expense|fee|sum|entry"
)
MAX_WORDS = (
    r"highest|largest|biggest|greatest|max|maximum|most|best|tallest|top|oldest|heaviest|strongest|hottest|warmest|"
    r"(?:most )?expensive|priciest|dearest|richest|fastest|busiest|widest|deepest|furthest|farthest|latest"
)
MIN_WORDS = (
    r"lowest|smallest|least|min|minimum|cheapest|youngest|worst|fewest|lightest|weakest|coldest|coolest|poorest|slowest|"
    r"quietest|narrowest|nearest|closest|earliest|littlest"
)
ITEM_WORDS = (
    r"names?|items?|entries|entry|things?|tasks?|children|kids|people|persons?|guests?|members?|customers?|orders?|"
    r"products?|articles?|"
    r"rows?|records?|students?|books?|ingredients?|dishes|appointments?|todos?|chores|songs?|cities|countries|animals|"
    r"plants|friends|"
    r"players|employees|users?|addresses|numbers?|values|amounts|emails?|e-mails?|participants|attendees|questions?|steps?|"
    r"errands|jobs"
)
COUNT_WORDS = {
    "word": "words", "line": "lines", "character": "characters", "char": "characters", "letter": "letters", "row": "lines",
    "vowel": "vowels", "sentence": "sentences", "paragraph": "paragraphs", "byte": "bytes", "consonant": "consonants",
}  # fmt: skip
TELL = re.compile(
    r"\b(?:tell me|let me know|show me|say (?:me|it)|i (?:would|['’]d) like to (?:hear|know|see)|read it (?:out|to me)|and "
    r"(?:tell|show)|"
    r"what is it|answer me|report)\b",
    re.IGNORECASE,
)
UNABLE = re.compile(
    r"^(?:please\s+|then\s+|and\s+|could you\s+|can you\s+|would you\s+)*(?:also\s+)?(?:summari[sz]e|translate|explain|"
    r"paraphrase|proofread|compose|invent|draft|describe|improve|"
    r"e-?mail|send|upload|download|install|run|execute|book|order me|call me|print out)\b|\b(?:a|an|the|short|brief) "
    r"(?:summary|poem|haiku|story|essay|translation|joke|song|speech about|letter about)\b"
    r"|\b(?:then|and|,) (?:summari[sz]e|translate|explain|rewrite|improve|describe|e-?mail|send|tweet|upload)\b",
    re.IGNORECASE,
)
"""Requests that need a language model or another tool."""
STRANGE = re.compile(
    rf"\b(?:and|then)\s+(?:then\s+|also\s+)?(?!(?:{VERB}|{FILLER}|in|into|to|from|of|on|at|as|with|both|for|between|inside|"
    rf"under|by|or|than|"
    rf"all|every|each|then|also|next|second|third|only|one|another|it|is|are|was|were|has|have|says?|"
    rf"file)\b)[a-z]+(?:\s+(?:the|file|my))*\s+{FILE}",
    re.IGNORECASE,
)
"""A verb that is not known, with a file of its own."""
CRITICAL = re.compile(
    r"\b(?:except|excluding|unless|other than|every other|every second|between|instead of|but not|until)\b",
    re.IGNORECASE,
)
"""Words that change what is asked; a rule that does not know them must not read past them."""

LIMITED = re.compile(
    r"\b(?<!nothing )but (?:only|just) (?:in|on|if|where|for|the)\b|\bonly (?:in|on) the (?:first|second|last|top)\b|\b(?:but|and) (?:keep|leave|let) the (?:first|last|top|second) (?:line|row|word|entry)\b|"
    r"\b(?:keep|leave|let)(?:ing)? the (?:first|last|top|second) (?:line|row|word|entry) (?:on top|at the|where|in place|alone|untouched|as it)\b|"
    r"\bevery (?:second|other|third) (?:line|row|word|entry)\b|\b(?:except|apart from|other than|(?<!nothing )(?<!anything )but)(?: for)? the (?:very )?(?:first|last|second|top)\b",
    re.IGNORECASE,
)
"""Words that keep a change from a part of a text; only a frame that knows them may read past them."""
DOCUMENT = re.compile(
    r"(?:an?|my|our|the|some|another)\s+(?:[\w\-]+\s+){0,2}?(?:list|note|letter|message|memo|poem|haiku|story|essay|invitation|report|recipe|agenda|schedule|plan|summary|e-?mail|template|speech)"
    r"(?:\s+(?:for|about|on|to|of|with)\s+.*)?",
    re.IGNORECASE,
)
"""A text that is described and not given: `a shopping list for four people`."""
