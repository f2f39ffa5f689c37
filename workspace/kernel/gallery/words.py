"""The sample words of the gallery, in English and in Chinese."""

from django.utils.translation import get_language

PEOPLE = [
    ("Nora Haas", "NH", 5),
    ("Aino Rautio", "AR", 7),
    ("Wei Chen", "WC", 10),
    ("Sofia Okafor", "SO", 1),
    ("Lars Vik", "LV", 4),
    ("Mei Lin", "ML", 9),
    ("Omar Diallo", "OD", 2),
]
CHANNELS = [
    ("E-mail", "mail", 7),
    ("Events", "ticket", 1),
    ("Website", "globe", 5),
    ("Paid social", "megaphone", 10),
    ("PR", "newspaper", 4),
    ("Video", "video", 0),
    ("SEO", "search-check", 3),
]
CAMPAIGNS = [
    {
        "key": "SPRING",
        "name": "Spring launch",
        "dates": "12 Oct – 18 Dec",
        "phase_label": "Live",
        "phase_tone": "good",
        "deadline": "Public launch",
        "deadline_when": "in 9 days",
        "done": 34,
        "total": 78,
        "blocked": 2,
        "overdue": 3,
    },
    {
        "key": "NORD",
        "name": "Nordics market entry",
        "dates": "1 Nov – 28 Feb",
        "phase_label": "Live",
        "phase_tone": "good",
        "deadline": "Booth at Slush",
        "deadline_when": "in 9 days",
        "done": 12,
        "total": 64,
        "blocked": 0,
        "overdue": 1,
    },
    {
        "key": "ABM",
        "name": "Accounts we want to win in manufacturing",
        "dates": "4 Jan – 30 Apr",
        "phase_label": "Planned",
        "phase_tone": "info",
        "deadline": "Brief signed",
        "deadline_when": "in 9 days",
        "done": 3,
        "total": 51,
        "blocked": 0,
        "overdue": 0,
    },
    {
        "key": "REF",
        "name": "Customers refer customers",
        "dates": "1 Mar – 31 May",
        "phase_label": "Draft",
        "phase_tone": "plain",
        "deadline": "",
        "deadline_when": "",
        "done": 0,
        "total": 9,
        "blocked": 0,
        "overdue": 0,
    },
    {
        "key": "WEB25",
        "name": "Website relaunch",
        "dates": "1 Apr – 30 Sep 2025",
        "phase_label": "Closed",
        "phase_tone": "plain",
        "deadline": "",
        "deadline_when": "",
        "done": 92,
        "total": 92,
        "blocked": 0,
        "overdue": 0,
    },
]
ENGLISH = {
    "campaign": "Spring launch",
    "titles": [
        "Partner webinar on data residency",
        "Refresh comparison pages",
        "Launch landing page — copy v3",
        "Public launch",
        "Paid social creative set A/B",
        "Press kit and embargo list",
        "Positioning brief",
        "Persona interviews (12)",
        "Pricing page FAQ",
        "Customer story: Nordwind",
        "60-second product film",
        "Radio spot in three regions",
        "Homepage hero test",
        "Booth design for SaaStr",
    ],
    "description": (
        "<p>One page that says what is new, for whom, and why now. The copy goes to "
        "<strong>legal</strong> before design.</p>"
        "<ul><li>Keep the headline under 60 characters</li><li>One call to action</li></ul>"
    ),
    "checklist": ["Outline agreed with product", "First draft", "Legal has read it", "Translated"],
    "comment": "The second headline tested better with IT managers. I would take it.",
    "aside": "Their invoice for the first round is still open; let us not order a third one yet.",
}
CHINESE = {
    "campaign": "春季发布",
    "titles": [
        "数据驻留合作伙伴网络研讨会",
        "更新竞品对比页面",
        "发布落地页文案第三版",
        "正式发布",
        "付费社交广告素材 A/B",
        "媒体资料包与禁发名单",
        "定位简报",
        "用户画像访谈（12 人）",
        "定价页常见问题",
        "客户案例：北风系统",
        "60 秒产品短片",
        "三个地区的电台广告",
        "首页主视觉测试",
        "SaaStr 展位设计",
    ],
    "description": (
        "<p>用一页说明新在哪里、面向谁、为什么是现在。文案先交<strong>法务</strong>，再交设计。</p>"
        "<ul><li>标题不超过 20 个字</li><li>只有一个行动按钮</li></ul>"
    ),
    "checklist": ["与产品团队确认提纲", "初稿", "法务已阅", "已翻译"],
    "comment": "第二个标题在 IT 经理中测试效果更好，建议采用。",
    "aside": "第一轮的发票还没有结清，先不要下第三轮的订单。",
}


def here(name):
    """The sample `name` in the language of the page."""
    return (CHINESE if (get_language() or "").startswith("zh") else ENGLISH)[name]
