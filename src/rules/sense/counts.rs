//! An announced count is that of the list: 三项机制：A、B、C; 主要有三个方面：一是…三是; A、B、C、D四项制度.
//! Only lists that cannot be mistaken for anything else are counted.

use super::runs::{Run, Runs};
use super::whole::{Whole, head, number_before, tail};
use crate::diagnostic::{Findings, catalog::sense as words};
use crate::model::writing::is_han_number;

/// What is announced for a run of points.
const KINDS: [&str; 29] = [
    "方面", "措施", "举措", "做法", "机制", "制度", "程序", "环节", "步骤", "问题", "经验", "特点", "要求", "任务",
    "工作", "重点", "突破", "方式", "途径", "办法", "体系", "关键", "原则", "目标", "抓手", "转变", "平台", "变化",
    "创新",
];
/// Things that exist only as they are listed: what stands before such a count is the list.
const ABSTRACT: [&str; 7] = ["方面", "环节", "程序", "步骤", "阶段", "方式", "维度"];
/// The longest list that people count aloud.
const MOST: u32 = 20;
/// The longest item of a list, in characters.
const ITEM: usize = 16;
/// A clause is no longer than this, in characters; a list may be thrice as long.
const REACH: usize = 120;

pub fn check(whole: &Whole<'_>, runs: &Runs, findings: &mut Findings<'_>) {
    for run in runs.runs.iter().filter(|run| !run.broken) {
        before_points(whole, runs, run, findings);
    }
    for announced in announcements(&whole.text) {
        if let Some(listed) = listed_behind(&whole.text, &announced) {
            tell(whole, &announced, listed, findings);
        } else if let Some((listed, end)) = listed_before(&whole.text, &announced) {
            tell(whole, &Announced { end, ..announced }, listed, findings);
        }
    }
}

fn tell(whole: &Whole<'_>, announced: &Announced, listed: u32, findings: &mut Findings<'_>) {
    let said = &whole.text[announced.start..announced.end];
    findings.at(whole.span(announced.start, announced.end), words::count_differs(said, listed));
}

/// 三项机制
#[derive(Debug)]
struct Announced {
    start: usize,
    /// Where the number and the measure word end.
    counted: usize,
    end: usize,
    number: u32,
}

/// Every number with a measure word and what is counted, up to the mark behind it.
fn announcements(text: &str) -> Vec<Announced> {
    // With others (家, 名, 处) a list behind a colon rarely is the list of them.
    let is_measure = |c: char| matches!(c, '个' | '项' | '条' | '点' | '大' | '类' | '种' | '步');
    let is_numeral = |c: char| c.is_ascii_digit() || c == '两' || is_han_number(c);
    let measures = text.char_indices().filter(|(at, c)| is_measure(*c) && text[..*at].ends_with(is_numeral));
    measures.filter_map(|(at, c)| announced(text, at, at + c.len_utf8())).collect()
}

/// The announcement whose measure word is `at..counted`.
fn announced(text: &str, at: usize, counted: usize) -> Option<Announced> {
    let from = at - tail(&text[..at], 8).len();
    let (start, number) = number_before(&text[from..at])?;
    let start = from + start;
    let not_all = [
        "第", "前", "近", "每", "多", "各", "另", "其他", "这", "其中", "上述", "约", "超", "某", "任", "首", "末",
        "后", "数", "几", "有的",
    ];
    if !(2..=MOST).contains(&number) || not_all.iter().any(|word| text[..start].ends_with(word)) {
        return None;
    }
    let noun = head(&text[counted..], 10).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    Some(Announced { start, counted, end: counted + noun.len(), number })
}

// ---- points -----------------------------------------------------------------

/// 主要有三个方面：一是… A sentence may stand between when it says 以下 or names what has no being but in the list.
fn before_points(whole: &Whole<'_>, runs: &Runs, run: &Run, findings: &mut Findings<'_>) {
    let all_before = &whole.text[..runs.marks[run.first].range.start];
    let before = all_before.trim_end();
    let one_paragraph = !all_before[before.len()..].contains('\n');
    let Some(mark) = before.chars().next_back().filter(|c| "：:。，,".contains(*c)) else { return };
    let before = before.trim_end_matches(mark);
    let clause = tail(before, REACH).rsplit(['。', '！', '？', '；', '，', '：', '\n', ',']).next().unwrap_or_default();
    let clause_end = before.trim_end_matches(['”', '’']).len();
    let clause = clause.trim_end_matches(['”', '’']);
    let Some(mut announced) = announcements(clause).into_iter().rfind(|found| found.end == clause.len()) else {
        return;
    };
    let noun = &clause[announced.counted..];
    let known = KINDS.iter().any(|kind| noun.ends_with(kind)) || noun.is_empty();
    let firm = matches!(mark, '：' | ':')
        || ["以下", "如下"].iter().any(|word| clause.contains(word))
        || mark == '。' && one_paragraph && ABSTRACT.contains(&noun);
    // What is listed already (立项、下发、检查3个程序) is not listed again.
    let listed = clause.contains('、');
    if known && firm && !listed && announced.number != run.last && run.last > 1 {
        let begin = clause_end - clause.len();
        announced.start += begin;
        announced.end += begin;
        tell(whole, &announced, run.last, findings);
    }
}

// ---- lists ------------------------------------------------------------------

/// 三项机制：A、B、C / “五个一批”，即“A”“B”… / 三项机制（A、B、C）
fn listed_behind(text: &str, announced: &Announced) -> Option<u32> {
    let rest = text[announced.end..].trim_start_matches(['”', '’']);
    let openings = ["：", ":", "，即", "，分别是", "，分别为", "，包括", "，就是", "——", "（即", "（"];
    let opening = openings.into_iter().find(|opening| rest.starts_with(opening))?;
    let list = &rest[opening.len()..];
    let list = list.strip_prefix(['：', ':']).unwrap_or(list);
    let (items, linked) = items(head(list, 3 * REACH), opening.starts_with('（'))?;
    let most = items + linked;
    let near = items.abs_diff(announced.number).min(most.abs_diff(announced.number));
    (items >= 2 && !(items..=most).contains(&announced.number) && near <= 3).then_some(most)
}

/// How many items a list has at its front, and by how many more it may be longer since 和 may part two.
fn items(list: &str, in_brackets: bool) -> Option<(u32, u32)> {
    let mut items: Vec<String> = vec![String::new()];
    let (mut depth, mut ended) = (0_usize, false);
    for (at, c) in list.char_indices() {
        let between_quotes = c == '“' && depth == 0 && list[..at].ends_with('”');
        match c {
            // What is parted by ； is told at length.
            '；' | ';' if depth == 0 => return None,
            '。' | '！' | '？' | '\n' if depth == 0 => ended = true,
            '）' if depth == 0 && in_brackets => ended = true,
            '，' | ',' | '：' | ':' if depth == 0 => {
                let quoted = items.iter().all(|item| item.starts_with('“') && item.ends_with('”'));
                return if quoted { counted(&items) } else { None };
            }
            '、' if depth == 0 => items.push(String::new()),
            _ if between_quotes => items.push(c.into()),
            _ => items.last_mut()?.push(c),
        }
        match c {
            '“' | '‘' | '《' | '（' | '(' => depth += 1,
            '”' | '’' | '》' | '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if ended {
            break;
        }
    }
    (ended && depth == 0).then(|| counted(&items)).flatten()
}

fn counted(items: &[String]) -> Option<(u32, u32)> {
    let plain = |item: &String| {
        let length = item.chars().count();
        let quoted = item.starts_with('“') && item.ends_with('”');
        length >= 2 && (quoted || length <= ITEM && !item.contains(|c: char| c.is_ascii_digit()))
    };
    let whole = items.iter().all(plain) && !items.iter().any(|item| item.contains('等') || item.contains('…'));
    let linked = items.last().map_or(0, |last| links(last));
    whole.then(|| (u32::try_from(items.len()).unwrap_or(u32::MAX), linked))
}

/// 和, 与, 及 in an item, outside quotation marks.
fn links(item: &str) -> u32 {
    let outside: String = item.split('“').map(|part| part.rsplit('”').next().unwrap_or_default()).collect();
    u32::try_from(outside.chars().filter(|c| "和与及暨或并".contains(*c)).count()).unwrap_or(u32::MAX)
}

/// A、B、C、D四项制度: each item ends like what is counted, or what is counted is nothing but the list.
fn listed_before(text: &str, announced: &Announced) -> Option<(u32, usize)> {
    let before = &text[..announced.start];
    let clause = tail(before, REACH)
        .rsplit(['。', '；', '，', '：', '！', '？', '\n', ',', ';', ':', '（', '“', '”', '》'])
        .next()?;
    let noun = &text[announced.counted..announced.end];
    // 由甲、乙从丙、丁、戊三个方面: the list begins behind the last word that leads into one.
    let lead = |item: &&str| {
        item.contains(['从', '在', '对', '就', '按', '以', '由', '为', '是', '有', '把', '将', '向', '围', '抓', '分'])
    };
    let all: Vec<&str> = clause.split('、').collect();
    let items = &all[all.iter().rposition(lead).unwrap_or(0)..];
    let kind = tail(noun, 2);
    let alike = kind.chars().count() == 2 && items.iter().all(|item| item.ends_with(kind));
    let abstracted = ABSTRACT.iter().find(|word| noun.starts_with(**word));
    let end = abstracted.map_or(announced.end, |word| announced.counted + word.len());
    let plain = !clause.contains('等') && items[1..].iter().all(|item| (2..=ITEM).contains(&item.chars().count()));
    let figures = |c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c);
    if items.len() < 3
        || !plain
        || !(alike || abstracted.is_some())
        || items[1..].iter().any(|item| item.contains(figures))
    {
        return None;
    }
    let count = u32::try_from(items.len()).ok()?;
    let most = count + links(items.last()?);
    let near = count.abs_diff(announced.number).min(most.abs_diff(announced.number));
    (!(count..=most).contains(&announced.number) && near <= 2).then_some((most, end))
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::{found, in_time};

    const CODE: &str = "count-differs";

    #[test]
    fn a_list_that_is_shorter_or_longer_than_announced_is_found() {
        assert_eq!(found(CODE, "坚持“5个抓到位”：“思想抓到位”“责任抓到位”“措施抓到位”“督查抓到位”。"), ["5个抓到位"]);
        assert_eq!(found(CODE, "建立三项机制：考核机制、激励机制。"), ["三项机制"]);
        assert_eq!(found(CODE, "主要有三个方面：一是抓早；二是抓小。"), ["三个方面"]);
        assert_eq!(found(CODE, "主要做法有以下4个方面。\n\n一是抓早。\n\n二是抓小。\n\n三是抓实。"), ["4个方面"]);
        assert_eq!(found(CODE, "制定了决策制度、会议制度、报送制度、调研制度、督查制度6个制度，"), ["6个制度"]);
        assert_eq!(found(CODE, "围绕统筹协调、改革试点、督察督办、宣传引导5个方面明确措施。"), ["5个方面"]);
        assert_eq!(found(CODE, "形成“三个一批”，即“清理一批”“提升一批”。"), ["三个一批"]);
    }

    #[test]
    fn lists_that_agree_or_are_no_lists_are_none() {
        for text in [
            "坚持“四个抓到位”：“思想抓到位”“责任抓到位”“措施抓到位”“督查抓到位”。",
            "建立三项机制：考核机制、激励机制和容错机制。",
            "建立三项机制：考核、激励、容错机制等。",
            "主要有三个方面：一是抓早；二是抓小；三是抓实。",
            "要严格遵循4个程序。一是拟定。二是征求意见。三是审核。四是审议。二是规范会议。",
            "全市共建成20个项目。一是抓早。二是抓小。",
            "按照立项、下发、检查3个程序。一是抓早。二是抓小。",
            "一是遵循4个程序。\n\n一是抓早。\n\n二是抓小。",
            "检查议题确定、议题汇报、议事规则等6类会议的内容。",
            "会议围绕党政群团工作、公共服务、环境秩序、日常生活、公共文化、社会治安、社区建设、党风廉政建设8个方面开展议事",
            "按照提议、商议、审议、决议、公示五个程序开展",
            "第三个方面：甲机制、乙机制。",
            "分为三类：查封、注销登记即时办理；抵押登记2个工作日；转移登记5个工作日。",
            "由组织、统战、所在单位和群众从政治表现、履职情况、社会声誉三个方面作出评价。",
            "覆盖教育、医疗、养老、住房两大领域12个方面。",
            "共3个部门：市民政局牵头，市财政局配合。",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }

    #[test]
    fn many_counts_take_no_longer_than_as_many_words() {
        in_time(CODE, &"三项甲、乙、丙".repeat(5_000));
        in_time(CODE, &"三项甲乙丙".repeat(20_000));
        in_time(CODE, &"三个方面：".repeat(5_000));
    }
}
