"""Goals told over two sentences or round a corner, said again as one plain request; nothing is left out that asks for something."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.gist.words import VERB

_F = "[\ue800-\uebff]"
_NO_FILE = "[^\ue800-\uefff]"
_ASK = r"(?:(?:so|and|then|now|but|please|pls|just|maybe|can you|could you|would you|will you|can u|kindly|you could|i['’]d like you to)[\s,]+)*"
_THEM = r"(?:it|that|them|those|these|this|all that|all of (?:that|them|it)|all this|both)"
_PUT = r"(?:add|put|stick|write|note|save|append|jot|list|enter|include|store|type|pop|throw|record)(?: down)?"
_GONE = r"(?:remove|delete|drop|erase|get rid of|take out|cut out|throw out|strip out|cut|strip|discard|kick out)"
_OUT = r"(?:\s+(?:out|away|please|for me|pls))*"
_NEED = (
    r"(?:(?:also |still |really |just |only |must |should |have to |need to |['’]ve |have )*(?:need(?: to (?:buy|get|pack|bring|order|do))?|forgot(?:ten)?|want|bought|"
    r"ran out of|(?:are|['’]re|am|['’]m) out of|(?:must|have to|should|need to) (?:buy|get|bring|pack|order)|left out|missed|got|buy|get))"
)
_THERE = rf"(?:is there|do (?:i|we) have|have (?:i|we) got|is|does|check (?:if|whether)(?: there is)?)(?: (?:a|the|any))?(?: file)?(?: (?:called|named))? (?P<f>{_F})(?: (?:exist|here|there|around|already|exists))*"
_SOURCE = r"(?:is|are|was|were|looks?|seems?|became|turned out|(?:has|have) (?:become|gone))"

_FLAW = r"(?:(?:blank|empty) (?:lines|rows)|duplicates?|duplicate (?:lines|entries|names|rows)|double (?:entries|names|lines)|doubles|trailing spaces|extra spaces)"
_MANY = r"(?:lots of|a lot of|loads of|many|too many|so many|some|a few|several|tons of|a bunch of|plenty of|quite a few|all these|these|only|a couple of)"
_OWNED = r"(?:(?:['’]ve|has|have|had|['’]s)? ?(?:already |just |finally |now )*(?:got|gotten|bought|have|has|had|finished|did|done|completed|ordered|packed|received|sold|eaten|ate|used up|paid|found|ticked off|crossed off|does not need|doesn['’]t need|do not need|don['’]t need|do not want|don['’]t want))(?: any| any more)?"

_BY = {"append": "append", "add": "add", "writ": "write", "putt": "put"}

_RULES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(?<![\w'’])(?:um+|uh+|erm+|hmm+)\b,?\s*", " "),
    (r"^\W*(?:(?:oh|hey|hi|hello|ok|okay|well|right|alright|so|yo|hiya|listen|good (?:morning|evening|afternoon)|hi there|hey there)\b(?! (?:far|long|that))[\s,!.:]*)+(?=\w)", ""),
    (r"^(?:for|before|after) (?:the|my|our|his|her|tomorrow['’]s|next week['’]s|saturday['’]s|sunday['’]s) [\w'’ ]{1,30}?,?\s+(?=(?:i|we) (?:need|want|['’]d like|would like)\b|please\b|can you\b|could you\b|(?:make|create|write|start)\b)", ""),
    (rf",?\s*(?:(?:and|but)\s+)?(?:please\s+)?(?:make|create|start) (?:it|the file|one|that file|this file|a new one|{_F}) (?:first )?(?:if (?:it|the file|that|there|one) (?:is not|isn['’]t|does not|doesn['’]t|"
     r"is none|is no file)(?:\s+(?:there|exist|here|one))*(?: yet| already)?|if (?:needed|necessary|missing|need be|it['’]?s? missing))(?=\W*$|[.,;])", ""),
    (r"^(?:please )?(?:could|can|would|will) you (?:please )?(?:help me|give me a hand|do me a (?:small |quick )?favou?r|do something for me)\b[^.?!\d\ue000-\uefff]*[?.!]+\s+(?=\w)", ""),
    (r"^(?:and|also|but|so|then)\s+(?=(?:i|we)\b)", ""),
    (rf"^{_NO_FILE}*?(?P<f>{_F}){_NO_FILE}*?(?:there (?:are|is)|has|have|contains?|is full of|got|with|full of) {_MANY}? ?(?P<what>{_FLAW})(?: (?:in (?:it|there)|again|now|everywhere|at the moment))*\s*[.,;:!–-]+\s*{_ASK}(?P<verb>{_GONE}|clean up|clear out|clear) {_THEM}{_OUT}(?: for me| from it| please)*\W*$",
     lambda m: f"remove {m['what']} from {m['f']}"),
    (r"(?<=[\w\ue800-\uebff])[,;.]? (?:and |but )?(?:please )?(?:don['’]?t|do not|without) (?:change|touch|alter|overwrite|modify|changing|touching|altering|overwriting|modifying) (?:the |my )?(?:originals?|old|source)(?: (?:one|file|list|version))?\W*$", ""),
    (rf"^(?:here (?:are|is|come)|these are|this is) (?:my|the|our|his|her|a|some) [\w' ’-]{{2,40}}:\s*(?P<what>{_NO_FILE}{{3,200}}?)[.;!]\s+{_ASK}(?:{_PUT}|keep|copy) {_THEM}(?: all| down)* (?:in|into|to|as) (?:a (?:new )?file (?:called |named )?)?(?P<f>{_F})(?P<rest>(?:,? (?:with (?:a )?numbers?(?: in front of (?:each|them|every one|each one))?|numbered|as a numbered list|as bullet points|with bullets|one per line|each on (?:its|their) own line|one on each line|in that order))*)\W*$",
     lambda m: f"Save the following as a {'numbered ' if 'number' in m['rest'] else 'bulleted ' if 'bullet' in m['rest'] else ''}list in {m['f']}: {m['what']}"),
    (rf"^(?:do (?:i|we) (?:already |still )?have|have (?:i|we) (?:already )?got|is there (?:already )?|does)(?: (?:a|the|any))?(?: file)?(?: (?:called|named))? ?(?P<f>{_F})(?: (?:exist|here|there|already|yet))*\s*\?\s*if (?:not|no|it (?:is not|isn['’]t|does not|doesn['’]t)(?: there| exist)?|there (?:is not|isn['’]t)(?: one)?)\s*,?\s*(?:then\s+)?{_ASK}(?P<verb>make|create|write|start) (?:one|it|the file|that file)\b(?P<rest>{_NO_FILE}*)$",
     lambda m: f"If {m['f']} does not exist, create {m['f']}{m['rest']}"),
    (rf"^(?:(?:the |my |our )?(?:file |list )?)(?P<f>{_F}) (?:is|got|has (?:got|become|grown)|became|was|looks?|gets|['’]s)\b{_NO_FILE}{{2,60}}?[,.;!–-]+\s*(?P<ask>{_ASK})(?P<act>(?:{VERB}|cut|trim|shorten|tidy)\b{_NO_FILE}*?)\b(?:it|that file|the file)\b(?P<rest>{_NO_FILE}*)$",
     lambda m: f"{m['act']}{m['f']}{m['rest']}" if not re.search(r"\b(?:it|them|they)\b|\d\)", m["rest"]) else m.group()),
    (rf"^(?:my|our|the|his|her|[A-Z]\w+['’]s) (?:new )?(?P<k>[a-z-]+(?: [a-z-]+)?) (?:has |is |was )?(?:now )?(?:changed|changed to|is now|is|become|became|moved to|went (?:up|down) to|turned)(?: to)? (?P<new>[^\s,;]+?)(?: now)?[.,;!–-]+\s*{_ASK}(?:change|update|correct|put|fix|enter|adjust) (?:it|that|this)(?: accordingly)? in (?P<f>{_F})"
     r"(?:[,.;]? (?:it['’]?s|it is|that['’]?s) (?:in |on )?the (?:line|entry|row) (?:that )?(?:starting|beginning|starts|begins) with (?P<key>\w+))?\W*$",
     lambda m: f"set {m['key'] or m['k']} to {m['new']} in {m['f']}"),
    (rf"^(?:i|we|he|she|they|[A-Z]\w+) ?{_OWNED} (?P<what>(?:the |my |our )?(?:[\ue000-\ue7ff]|{_NO_FILE}{{2,40}}?))(?: (?:already|now|today|yesterday))*\s*[,.;!–-]+\s*{_ASK}(?:mark|tick|check|set|flag) (?:{_THEM} )?(?:off )?(?:as )?(?P<done>done|finished|completed?|ticked|checked|off)? ?(?:off )?(?:in|on) (?P<f>{_F})\W*$",
     lambda m: f"mark {_bared(m['what'])} as done in {m['f']}"),
    (rf"^(?:{_NO_FILE}{{2,60}}?) (?:is|are|stands?|stand|is kept|is saved|are kept|live|lives) in (?P<f>{_F})[.,;!–-]+\s*(?:and |but )?(?:i|we|he|she|they|[A-Z]\w+) ?{_OWNED} (?P<what>(?:the |my |our |a |an )?{_NO_FILE}{{2,40}}?)(?: (?:already|now|today|yesterday))*\s*[,.;!–-]+\s*{_ASK}(?:{_GONE}|take) {_THEM}(?: (?:off|out|away))*(?: (?:the|that|his|her|their|my) list)?(?: please| thanks| for me)*\W*$",
     lambda m: f"remove {_bared(m['what'])} from {m['f']}"),
    (rf"^(?:everyone|everybody|anyone|anybody|all (?:the )?(?:people|names|those)|people|those|whoever|names|every name|all (?:the )?(?:lines|entries|names)) (?:with|that (?:has|have)|who (?:has|have)|having|marked(?: with| as)?) (?P<q>[\ue000-\ue7ff])(?: (?:behind|after|next to|beside|following|before|in front of) (?:their|the|its|his|her|each) (?:names?|entry|line))? (?:in|on|of|from) (?P<f>{_F}){_NO_FILE}*?[.,;!–-]+\s*{_ASK}(?:{_GONE}|take) {_THEM}(?: (?:off|out|away))*(?: (?:the|that|my) list)?\W*$",
     lambda m: f"remove all lines with {m['q']} from {m['f']}"),
    (rf"^(?P<lead>{_ASK}(?:{_GONE}|copy|show me|list|keep only|find|count)) (?P<what>(?:all |every |the |any |those )*(?:lines?|entries|entry|names?|items?|people|rows?)) (?P<of>(?:in|from|of) {_F}) (?:that|which|who) (?:have|has|bear|carry|are marked with|are marked) (?:an? )?(?P<q>[\ue000-\ue7ff])(?: (?:behind|after|next to|beside|before|in front of) (?:their|the|its|his|her) (?:names?|entry|line|text))?\W*$",
     lambda m: f"{m['lead']} all lines with {m['q']} {m['of']}"),
    (rf"(?P<wish>\b(?:should|must|has to|needs? to)\b{_NO_FILE}*)[.;,!–-]\s*{_ASK}(?:add|fix|do|change|insert|put|correct|update|make|include) (?:it|that|this)(?:,? (?:in|right|for me|please|so|there))*\W*$",
     lambda m: m["wish"].rstrip()),
    (rf"^(?P<np>(?:the|all|every|any|both|each|some)\b{_NO_FILE}*?) (?:of|in|from) (?P<f>{_F}) {_SOURCE}\b[^.;,:!?\ue000-\uefff]*[.,;:!–-]+\s*{_ASK}(?P<verb>{_GONE}) {_THEM}{_OUT}\W*$",
     lambda m: f"{m['verb']} {m['np']} from {m['f']}"),
    (rf"\b(?:on|in) (?:the )?(?:very )?(?:first|top) line of (?P<f>{_F}),? (?:above|before|ahead of) (?:what|everything|all)[^.;\ue000-\uefff]*", lambda m: f"at the top of {m['f']}"),
    (rf"^(?:i|we|my|our|he|she|it|there|the|his|her|they|mum|dad|mom)\b[^:.;?!\d\ue000-\uefff]{{3,60}}:\s+(?=(?:please\s+)?(?:{VERB})\b)", ""),
    (rf",? (?:and |but )?(?:please )?(?:keep|leave) the (?:original|old (?:one|file))(?: (?:file|as it is|as is|alone|untouched|unchanged))*\s*[;,.–-]\s*(?:and )?(?:please )?(?:the (?:result|new version|new text|changed text) (?:goes|should go|belongs|is to go)|(?:save|write|put) (?:it|the result|that|the new version)) (?:to|in|into|as) (?P<f>{_F})",
     lambda m: f", save it as {m['f']}"),
    (rf"^(?P<act>{_ASK}(?:delete|remove|erase|throw away|trash|get rid of)\b.*{_F}),? (?:but|and) (?:please )?(?:leave|keep|do not (?:touch|delete|remove)|don['’]t (?:touch|delete|remove)|not) (?:the file )?(?P<f>{_F})(?: (?:alone|as it is|as is|untouched|there|where it is))?\W*$",
     lambda m: m["act"] if m["f"] not in m["act"] else m.group()),
    (rf"^{_ASK}take (?P<what>{_NO_FILE}+?) (?P<of>of|from|in) (?P<f>{_F}) and (?P<verb>put|write|save|store|copy) {_THEM} (?P<to>(?:in|into|to|as)\b.*)$",
     lambda m: f"{m['verb'].replace('copy', 'write')} {m['what']} of {m['f']} {m['to']}"),
    (rf"^{_NO_FILE}*?\bby (?P<verb>append|add|writ|putt)ing (?P<what>[\ue000-\ue7ff]) (?P<to>(?:in|into|to|at|on)\b[^\ue800-\uefff]*{_F})\W*$",
     lambda m: f"{_BY[m['verb'].lower()]} {m['what']} {m['to']}"),
    (rf"^(?:the )?(?P<who>[A-Z][\w'’]*(?: [A-Z]\w+)??)(?:['’]s (?:new )?| (?:has|got) an? (?:new |different )|, (?:new )?)(?:phone |telephone |mobile )?(?:number|address|e-?mail(?: address)?|room|age|score|price|extension|birthday)(?: is(?: now)?|,|:| -)+ "
     rf"(?P<new>[^\s,;]+?)[.,;!–-]*\s+{_ASK}(?:change|update|correct|put|fix|enter|adjust) (?:it|that|this)(?: accordingly)? in (?P<f>{_F})\W*$",
     lambda m: f"set {m['who']} to {m['new']} in {m['f']}"),
    (rf"^(?:it['’]?s|that['’]?s|it is|it was|that is) (?:spell?ed|spelt|called|written) (?P<new>\S+?),? (?:and )?not (?P<old>\S+?)\s*[-–—,.;:]+\s*{_ASK}(?:correct|fix|change|adjust) (?:it|that|this)(?: please)? in (?P<f>{_F})\W*$",
     lambda m: f"replace {m['old']} with {m['new']} in {m['f']}"),
    (rf"^(?:i|we)(?:['’]ve| have)? (?:already |just |finally )*(?:got|have|bought|did|finished|do not need|don['’]t need|no longer need|ate|used up|have enough|sold) (?P<what>(?:the |any |our )?{_NO_FILE}{{2,40}}?)(?: (?:already|now|any ?more|today|yesterday|at home|in stock))*\s*[,.;!–-]*\s*{_ASK}"
     rf"(?P<verb>take|remove|delete|cross|strike|scratch|drop|get) {_THEM} (?:off|from|out of|out from) (?P<rest>(?:the |my |our )?(?:list |file )?(?:in )?{_F})\W*$",
     lambda m: f"remove {_bared(re.sub('^any ', '', m['what']))} from {m['rest']}"),
    (rf"^{_ASK}(?P<make>(?:make|start|create|write|begin|set up|do)\b {_NO_FILE}{{0,20}}?\blist\b{_NO_FILE}{{0,30}}?)(?: for (?:me|us))?\s*[?.,;]+\s*{_ASK}(?:call|name) it (?P<f>{_F})\s*[:,-]\s*(?P<what>.+)$",
     lambda m: f"{m['make']} called {m['f']}: {m['what']}"),
    (rf"^(?P<where>(?:where|in (?:which|what) file) (?:did (?:i|we)|have (?:i|we)) (?:write|note|put|save|jot|written|noted|saved)(?: down)? {_NO_FILE}+?)[?.,]+\s*{_ASK}(?:look|search|check|go) (?:through|in|into|at) (?:all )?(?:of )?(?:my|the) (?:files|notes|documents)\W*$",
     lambda m: f"{m['where']} in my files"),
    (rf"^{_THERE}\s*[?,.]+\s*if (?:so|yes|it does|there is|it is|it exists|i do|we do)\s*,?\s*(?:then\s+)?(?P<then>.+)$", lambda m: f"If {m['f']} exists, {_named(m['then'], m['f'])}"),
    (rf"^(?:what(?:['’]s| is| stands)?|which (?:lines|names|items|entries|words) (?:are|is)|who(?:['’]s| is)?) in (?P<a>{_F}) (?:that|which|who|but)(?:['’]s| is| are)?(?: not|n['’]t)? ?(?:is not|isn['’]t|are not|aren['’]t|not)? in (?P<b>{_F})",
     lambda m: f"which lines are in {m['a']} {'but not' if re.search('not|n.t', m.group()) else 'and also'} in {m['b']}"),
    (rf"^from (?P<f>{_F}),? (?:please )?(?:take|get|extract|pull|grab|pick|copy)(?: out)? (?P<what>{_NO_FILE}+?) and (?P<verb>put|write|save|store|copy) {_THEM} (?P<to>(?:in|into|to)\b.*)$",
     lambda m: f"{m['verb'].replace('copy', 'write')} {m['what']} of {m['f']} {m['to']}"),
    (rf"^(?:{_NO_FILE}{{0,60}}?[\s,.!-])?(?:i|we|you)(?: |(?=['’])){_NEED} (?P<what>[^.?!;\ue800-\uefff]+?)(?: again| too| as well| yesterday| today| earlier)?\s*[-–—,;.!?]+\s*(?P<ask>{_ASK})(?P<verb>{_PUT}) {_THEM}(?P<down> down)? (?P<rest>[^\ue800-\uefff]*{_F}.*)$",
     lambda m: f"{m['verb']} {_bared(m['what'])} {m['rest']}"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), new) for pattern, new in _RULES)


def _named(text: str, mark: str) -> str:
    """The text with `it` put into words, where it names no file of its own."""
    return text if re.search(_F, text) else re.sub(r"\b(?:it|that file|the file|its contents?)\b", mark, text, count=1)


def _bared(what: str) -> str:
    """What was needed, as a list has it: `the batteries` are batteries."""
    plain = re.sub(
        r"^(?:for (?:the|my|our) \w+,? )?(?:(?:the|some|more|a few|to (?:put|add|write|mention))\s+)*",
        "",
        what.strip(),
        flags=re.IGNORECASE,
    )
    return re.sub(
        r"(?:,|\band)\s+(?:(?:the|some|more|also|then)\s+)+", lambda found: found.group().split()[0] + " ", plain
    )


def restated(text: str) -> str:
    """Say a goal plainly.

    Args:
        text: A goal whose quotes and file names are marks.

    Returns:
        The same request; the text itself where no rule fits.
    """
    if len(text) > 1000 or not re.search(rf"{_F}|\bfiles\b", text):
        return text
    for pattern, new in _COMPILED:
        text = pattern.sub(new, text, count=0 if new == " " else 1)
    return text.strip()
