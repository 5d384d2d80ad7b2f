//! A small office with issues, built without reading anything: the input of this room's tests.

mod text;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

pub use self::text::*;
use crate::config::{Settings, roster_from_text};
use crate::model::issue::{Copies, ItemImage};
use crate::model::{BlockKind, Digest, ImageFormat, Issue, Item, Notice, NoticeKind, Roster, Slot, SourceUnit, UnitId};
use crate::render::Archive;

/// Settings and units.
pub struct Office {
    pub settings: Settings,
    pub roster: Roster,
}

impl Office {
    pub fn archive(&self, issues: Vec<Issue>) -> Archive<'_> {
        Archive { settings: &self.settings, roster: &self.roster, issues, past: None }
    }
}

const SETTINGS: &str = r#"
[office]
name = "中共昆明市委全面深化改革领导小组办公室"
short = "市委改革办"
site_title = "昆明改革快报"

[[series]]
id = "kuaibao"
title = "改革快报"

[[series]]
id = "dongtai"
title = "改革动态"

[[series]]
id = "diaoyan"
title = "改革调研"
"#;

const UNITS: &str = r#"
[[unit]]
id = "minzhu"
name = "民主法制专项小组"
class = "专项小组"

[[unit]]
id = "minzheng"
name = "市民政局"
full_name = "昆明市民政局"
class = "市级部门"

[[unit]]
id = "tongzhan"
name = "市委统战部"
full_name = "中共昆明市委统一战线工作部"
class = "市级部门"

[[unit]]
id = "zhengwu"
name = "市政务服务局"
class = "市级部门"
formerly = [{ name = "市政务服务中心", until = 2015-12-31 }]

[[unit]]
id = "guotu"
name = "市国土局"
class = "市级部门"
until = 2019-01-31
merged_into = "zirangui"

[[unit]]
id = "zirangui"
name = "市自然资源和规划局"
class = "市级部门"
from = 2019-02-01

[[unit]]
id = "panlong"
name = "盘龙区"
class = "县区"

[[unit]]
id = "shilin"
name = "石林县"
full_name = "石林彝族自治县"
class = "县区"

[[unit]]
id = "gaoxin"
name = "高新区"
class = "开发区"
"#;

pub fn office() -> Office {
    let roster = roster_from_text(Path::new("units.toml"), UNITS).expect("the sample's units are sound");
    let settings =
        Settings::from_text(Path::new("kuaibao.toml"), SETTINGS, &roster).expect("the sample's settings are sound");
    Office { settings, roster }
}

// ---- issues --------------------------------------------------------------

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a test's day")
}

/// An issue with two short items.
pub fn issue(name: &str, date: &str) -> Issue {
    Issue {
        id: name.parse().expect("a test's issue"),
        total: None,
        date: day(date),
        signed: "中共昆明市委全面深化改革领导小组办公室".into(),
        note: String::new(),
        copies: Copies::default(),
        printed: None,
        items: vec![item(1, "我市探索开展政务服务第三方评价"), item(2, "石林县深化供销社综合改革")],
        notices: vec![],
    }
}

pub fn item(number: usize, title: &str) -> Item {
    Item {
        number,
        title: title.into(),
        sources: vec![source("市政务服务局", Some("zhengwu"))],
        kind: "信息".into(),
        group: None,
        tags: vec!["放管服".into()],
        body: document(vec![paragraph("一是坚持高位推动，建立政务服务评价新机制。")]).into(),
        digest: Digest::default(),
        attribution: "（市政务服务局）".into(),
        images: vec![],
        receipt: None,
        withdrawn: false,
    }
}

pub fn source(written: &str, unit: Option<&str>) -> SourceUnit {
    SourceUnit { written: written.into(), unit: unit.map(|id| UnitId::new(id).expect("a test's id")) }
}

pub fn case(number: usize, group: Option<&str>) -> Item {
    let mut item = item(number, "院落自治的做法");
    item.kind = "案例".into();
    item.group = group.map(str::to_owned);
    item
}

pub fn item_with_picture(number: usize, alt: &str) -> Item {
    let mut item = item(number, "有图的一条");
    item.body = document(vec![paragraph("见图。"), block(BlockKind::Paragraph(vec![image("图.png", alt)]))]).into();
    item.images = vec![picture("图.png")];
    item
}

/// A picture of 320 by 120 pixels, made here so that no file has to be read.
pub fn picture(source: &str) -> ItemImage {
    let row = |y: u32| {
        (0..320_u32)
            .flat_map(move |x| if (x / 40 + y / 40).is_multiple_of(2) { [179, 19, 28] } else { [244, 240, 232] })
    };
    let pixels: Vec<u8> = (0..120).flat_map(|y| std::iter::once(0).chain(row(y))).collect();
    let mut head = Vec::new();
    head.extend(320_u32.to_be_bytes());
    head.extend(120_u32.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", head), (b"IDAT", zlib_stored(&pixels)), (b"IEND", vec![])] {
        let body = [kind.as_slice(), &data].concat();
        bytes.extend(u32::try_from(data.len()).expect("a small picture").to_be_bytes());
        bytes.extend(&body);
        bytes.extend(crc32(&body).to_be_bytes());
    }
    ItemImage::new(source, Arc::from(bytes), ImageFormat::Png)
}

fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(0xffff).collect::<Vec<_>>();
    for (at, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).expect("chunks are short");
        out.push(u8::from(at + 1 == blocks.len()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(*block);
    }
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65521;
        (a, (b + a) % 65521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !data.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

// ---- the whole archive ------------------------------------------------------

const TITLES: [&str; 8] = [
    "我市初步形成广泛多层制度化协商民主体系",
    "我市探索开展政务服务第三方评价",
    "盘龙区金沙社区“居民议事厅”开创社区自治新模式",
    "石林县深化供销社综合改革",
    "市国土局推进不动产统一登记制度改革，实现市县两级登记机构、登记簿册、登记依据和信息平台“四统一”，群众办证时间由三十个工作日缩短至五个工作日",
    "高新区推行“一颗印章管审批”",
    "市民政局完善城乡低保对象动态管理机制",
    "市委统战部健全党外代表人士队伍建设制度",
];

const TEXTS: [&str; 3] = [
    "一是政党协商规范化。出台《关于加强政党协商的实施办法》，在全省率先印发《中共昆明市委2016年度政党协商计划》，不断强化会议协商、约谈协商、书面协商等规范化建设。对《政府工作报告》进行征求意见协商；对党风廉政和反腐败工作情况进行通报协商；对财政工作情况进行座谈协商。",
    "二是人大政协协商制度化。建立地方性法规、政府规章制定前协商制度。充分发挥人大监督和立法职能，制定出台《关于完善立法起草论证协调审议机制的意见》，强化人大主导、各方参与的立法形式，制定、修订昆明市地方性法规69件，面商率和办复率均为100%。",
    "三是基层协商常态化。居民议事厅代表实行民主推荐，每月15日定期召开会议，如遇特殊情况，可临时召开，会议围绕党政群团工作、公共服务、环境秩序等8个方面开展议事。",
];

const SOURCES: [(&str, &str); 8] = [
    ("市委统战部", "tongzhan"),
    ("市政务服务局", "zhengwu"),
    ("盘龙区", "panlong"),
    ("石林县", "shilin"),
    ("市国土局", "guotu"),
    ("高新区", "gaoxin"),
    ("市民政局", "minzheng"),
    ("市委统战部", "tongzhan"),
];

fn sample_item(number: usize, seed: usize) -> Item {
    let at = seed % TITLES.len();
    let mut item = item(number, TITLES[at]);
    item.sources = vec![source(SOURCES[at].0, Some(SOURCES[at].1))];
    item.attribution = format!("（{}）", SOURCES[at].0);
    item.tags = vec![["协商民主", "放管服", "社区治理", "供销社改革"][seed % 4].into(), "基层治理".into()];
    item.body = document(TEXTS.iter().map(|words| paragraph(words)).collect()).into();
    if at == 2 {
        item.sources =
            vec![source("市民政局", Some("minzheng")), source("盘龙区", Some("panlong")), source("金沙社区", None)];
        item.attribution = "（市民政局、盘龙区、金沙社区）".into();
        item.group = Some("社会体制专项小组".into());
    }
    item
}

/// Two years of three titles, with everything that an archive can hold.
pub fn issues() -> Vec<Issue> {
    let mut all = Vec::new();
    for number in 1..=5 {
        let mut one = issue(&format!("kuaibao-2016-{number}"), &format!("2016-{:02}-{:02}", 2 * number, 3 + number));
        one.total = Some(20 + number);
        one.items = vec![sample_item(1, number as usize)];
        all.push(one);
    }
    for number in 1..=6 {
        let mut one = issue(&format!("dongtai-2016-{number}"), &format!("2016-{:02}-17", 2 * number - 1));
        one.total = Some(33 + number);
        one.items = (1..=4 + number as usize % 3).map(|at| sample_item(at, at + number as usize)).collect();
        all.push(one);
    }
    let mut old = issue("dongtai-2015-zengkan", "2015-12-30");
    old.items = (1..=12).map(|at| sample_item(at, at)).collect();
    old.signed = String::new();
    all.push(old);
    decorate(&mut all);
    all
}

fn decorate(all: &mut [Issue]) {
    let rich_issue = all.iter_mut().find(|i| i.id.slot == Slot::Number(6)).expect("the sixth issue");
    rich_issue.items[0].body = rich().into();
    rich_issue.items[0].images = vec![picture("图.png")];
    rich_issue.items[1].body = rich().into();
    rich_issue.note =
        "推进政务服务第三方评价，是落实“放管服”改革的重要举措。\n现将有关做法予以刊发，供各地各部门学习借鉴。".into();
    rich_issue.copies = Copies {
        report_to: vec!["省委改革办".into(), "市委常委".into(), "市委改革领导小组组长、副组长".into()],
        send_to: vec!["市人大常委会办公厅".into(), "市政府办公厅".into(), "市政协办公厅".into()],
        issue_to: vec!["各县（市）区、开发（度假）园区党（工）委".into(), "市级各部门".into()],
    };
    rich_issue.printed = Some(120);
    let on = day("2016-12-01");
    let notice = |kind, item, because: &str| Notice { kind, item, on, because: because.into(), words: vec![] };
    rich_issue.items[2].withdrawn = true;
    rich_issue.items[2].body = document(vec![paragraph(WITHDRAWN)]).into();
    rich_issue.notices = vec![
        notice(NoticeKind::Corrected, Some(1), "第三段“1280件”应为“1284件”。"),
        notice(NoticeKind::Withdrawn, Some(3), "数据有误，原单位申请撤回"),
        notice(NoticeKind::Corrected, None, "刊头日期误为11月16日，已改正。"),
    ];
    all[2].items[0].body = rich().into();
    all[2].items[0].images = vec![picture("图.png")];
}

/// Words that stand in a withdrawn text and nowhere else.
pub const WITHDRAWN: &str = "此段已撤不得见人";
