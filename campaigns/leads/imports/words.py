"""The words of a file for states and for where leads came from, and what they are taken for."""

from campaigns.leads.models import Lead
from campaigns.plan.imports.reading.readings import Standing, Word
from campaigns.plan.imports.reading.words import plain

State = Lead.State
NOTHING = "-"
# Rejected and Recycled need a reason or a day, which files do not give.
STATES = [each for each in State if each not in {State.REJECTED, State.RECYCLED}]
_STATES = {
    State.NEW: """new|subscriber|lead|open|raw|prospect|inquiry|other|evangelist|neu|interessent|
        新|新建|订阅者|线索|潜在客户|訂閱者|名單|潛在客戶""",
    State.MQL: "mql|marketing qualified lead|marketing qualified|市场合格线索|行銷合格名單",
    State.ACCEPTED: "sal|accepted|accepted sal|sales accepted lead|angenommen|已接受",
    State.QUALIFIED: """sql|qualified|qualified sql|sales qualified lead|sales qualified|
        销售合格线索|業務合格名單|已确认|已確認""",
    State.OPPORTUNITY: "opportunity|deal|opp|chance|商机|商機",
    State.WON: "customer|won|closed won|client|kunde|gewonnen|客户|成交|赢单|客戶|贏單",
    State.LOST: "lost|closed lost|verloren|输单|流失|輸單",
}
_MEANT = {plain(word): state for state, row in _STATES.items() for word in row.split("|")}
# Where HubSpot and UTM say that somebody came from, as the usual channels are called.
_CHANNELS = {
    "paid search": "cpc|ppc|paidsearch|paid search|sem|google ads|adwords|bing ads|搜索广告",
    "seo": "organic|organic search|seo|自然搜索",
    "paid social": "paid social|paid_social|paidsocial|social ads|linkedin ads|meta ads",
    "social": "social|organic social|social media|weibo|wechat|社交媒体",
    "e-mail": "email|e-mail|email marketing|newsletter|mail|邮件",
    "event": "event|events|trade show|fair|offline sources|展会|展會",
    "referral": "referral|referrals|partner",
    "website": "direct|direct traffic|website|web",
    "direct mail": "direct mail|dm|postal",
    "webinar": "webinar|webinars",
}
_CHANNEL_OF = {word: name for name, row in _CHANNELS.items() for word in row.split("|")}


def states(counted, chosen):
    """A `Word` for each word of the state column; what nobody knows is asked."""
    return [
        _word("state", word, count, chosen, _MEANT.get(plain(word)), STATES[0], Standing.OPEN)
        for word, count in counted
    ]


def places(counted, chosen, channels):
    """The same for where leads came from; `channels` are those of the workspace."""
    by_name = {plain(channel.name): str(channel.pk) for channel in channels}
    return [
        _word("place", word, count, chosen, channel_of(word, by_name), NOTHING, Standing.LIKELY)
        for word, count in counted
    ]


def channel_of(word, by_name):
    """The id of the channel that a word means, if the workspace has it."""
    word = word.casefold().strip()
    name = _CHANNEL_OF.get(word, word)
    return by_name.get(plain(word)) or by_name.get(plain(name))


def owners(counted, chosen, people):
    """The same for owners; who is not here owns nothing."""
    by_name = {}
    for person in people:
        for said in filter(None, (person.name, person.email)):
            by_name.setdefault(said.casefold(), str(person.pk))
    return [
        _word(
            "owner",
            word,
            count,
            chosen,
            by_name.get(word.casefold()),
            NOTHING,
            Standing.LIKELY,
        )
        for word, count in counted
    ]


def _word(vocabulary, word, count, chosen, guess, otherwise, unsure):
    if word in chosen:
        return Word(vocabulary, word, count, chosen[word], Standing.CHOSEN)
    if guess:
        return Word(vocabulary, word, count, str(guess), Standing.CERTAIN)
    return Word(vocabulary, word, count, str(otherwise), unsure)
