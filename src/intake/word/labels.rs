//! The words by which people name the fields of a brief, in forms and at the head and tail of a page.
//!
//! In: a text. Out: the name of the field in our header; the fields of a line. Refuses to know: documents, what values
//! mean (except that a signature holds a name, a post and a day).

use crate::parse;

/// Names of fields in our header, each with what else people call it.
const LABELS: [(&str, &[&str]); 14] = [
    ("标题", &["题目", "信息标题"]),
    ("单位", &["供稿单位", "报送单位", "来稿单位", "上报单位", "填报单位", "供稿"]),
    ("报送日期", &["报送时间", "上报日期", "上报时间", "日期"]),
    (
        "审签人",
        &["审签", "签发", "签发人", "审签领导", "签发领导", "审核签发", "审批", "审批人", "审批领导", "核稿领导"],
    ),
    ("审签职务", &["职务"]),
    ("审签日期", &["审签时间", "签发日期", "签发时间", "审批日期", "审批时间"]),
    ("联络员", &["联系人", "信息联络员"]),
    ("电话", &["联系电话", "联系方式", "办公电话", "手机"]),
    ("类型", &["类别", "信息类型", "信息类别"]),
    ("关键词", &["主题词"]),
    ("专项小组", &["所属专项小组"]),
    ("投向", &["拟投向"]),
    ("密级", &[]),
    ("所属期", &["所属时期"]),
];

/// What stands in the same places and is no field of ours: it leaves the text too, and is told.
const OTHERS: [&str; 14] = [
    "撰稿",
    "撰稿人",
    "拟稿",
    "拟稿人",
    "作者",
    "核稿",
    "核稿人",
    "校对",
    "责任编辑",
    "编辑",
    "传真",
    "邮箱",
    "电子邮箱",
    "备注",
];

/// Labels that nobody writes within a sentence: they may follow a value without a blank.
const PLAIN: [&str; 8] = ["审签日期", "审签职务", "报送日期", "签发日期", "联络员", "联系人", "联系电话", "电话"];

/// Characters of the longest value; what is longer is a sentence.
const LONGEST: usize = 80;

/// Bytes of the longest line of fields.
const LONGEST_LINE: usize = 1200;

/// A field and its value as written.
pub(super) type Field = (String, String);

/// The name of the field that a label means; blanks and the colon make no difference.
pub(super) fn field(label: &str) -> Option<&'static str> {
    let plain: String = label.chars().filter(|c| !is_blank(*c)).collect();
    let plain = plain.trim_end_matches(['：', ':']);
    LABELS.iter().find(|(name, others)| *name == plain || others.contains(&plain)).map(|(name, _)| *name)
}

/// The fields of a line that holds nothing else: `联络员：张某 电话：0000-1234567`.
pub(super) fn fields(line: &str) -> Option<Vec<Field>> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let line = unbracketed(line.trim_matches(is_blank));
    let starts = starts(line);
    if starts.first().is_none_or(|(from, ..)| *from > 0) {
        return None;
    }
    let mut found = Vec::new();
    for (at, (_, value, name)) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(line.len(), |(next, ..)| *next);
        let written = line[*value..end].trim_matches(|c| is_blank(c) || is_parting(c));
        if written.chars().count() > LONGEST || written.contains('。') {
            return None;
        }
        push(&mut found, name, written);
    }
    Some(found)
}

/// Adds a field; a signature becomes up to three.
pub(super) fn push(found: &mut Vec<Field>, name: &str, written: &str) {
    let written = written.trim_matches(is_blank);
    if name == "审签人" {
        return found.extend(signature(written));
    }
    if !written.is_empty() {
        found.push((name.to_owned(), written.to_owned()));
    }
}

/// Where labels with a colon begin, where their values begin, and the fields that they mean.
fn starts(line: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let before = line[..at].chars().next_back();
        let parted = before.is_none_or(|c| is_blank(c) || is_parting(c) || "（(）)".contains(c));
        if let Some((name, length)) = label_at(&line[at..], parted) {
            found.push((at, at + length, name));
            at += length;
        } else {
            at += line[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The field whose label, with a colon, begins the text; the longest that does. Blanks may stand within the label.
fn label_at(text: &str, parted: bool) -> Option<(&'static str, usize)> {
    let all = LABELS.iter().flat_map(|(name, others)| others.iter().chain([name]).map(move |label| (*name, *label)));
    let all = all.chain(OTHERS.iter().map(|label| (*label, *label)));
    let all = all.filter(|(_, label)| parted || PLAIN.contains(label));
    let fits = all.filter_map(|(name, label)| Some((name, length_of(label, text)?)));
    fits.max_by_key(|(_, length)| *length)
}

fn length_of(label: &str, text: &str) -> Option<usize> {
    let mut wanted = label.chars();
    let mut next = wanted.next();
    for (at, c) in text.char_indices() {
        match next {
            Some(expected) if c == expected => next = wanted.next(),
            None if matches!(c, '：' | ':' | '﹕' | '∶') => return Some(at + c.len_utf8()),
            _ if at > 0 && is_blank(c) => {}
            _ => return None,
        }
    }
    None
}

/// `王某某（局长）2016年11月17日`, `局长 王某某`: who, in which post, when.
fn signature(written: &str) -> Vec<Field> {
    let mut rest = written.to_owned();
    let mut found = Vec::new();
    if let Some((from, to)) = parse::find_day(&rest) {
        found.push(("审签日期".to_owned(), rest[from..to].trim_matches(is_blank).to_owned()));
        rest.replace_range(from..to, " ");
    }
    let mut role = None;
    if let Some((before, inner)) = rest.split_once(['（', '('])
        && let Some((inner, after)) = inner.split_once(['）', ')'])
    {
        role = Some(inner.trim_matches(is_blank).to_owned()).filter(|inner| !inner.is_empty());
        rest = format!("{before} {after}");
    }
    let parting = |c: char| is_blank(c) || is_parting(c) || matches!(c, '（' | '）' | '(' | ')');
    let words: Vec<&str> = rest.split(parting).filter(|word| !word.is_empty()).collect();
    let (who, post) = match words.as_slice() {
        [one, other] if role.is_none() && is_post(other) => (Some((*one).to_owned()), Some((*other).to_owned())),
        [one, other] if role.is_none() && is_post(one) => (Some((*other).to_owned()), Some((*one).to_owned())),
        [] => (None, None),
        words => (Some(words.join(" ")), None),
    };
    found.extend(role.or(post).map(|role| ("审签职务".to_owned(), role)));
    found.extend(who.map(|who| ("审签人".to_owned(), who)));
    found
}

fn is_post(word: &str) -> bool {
    let ends =
        ["长", "主任", "书记", "主席", "经理", "总监", "常委", "委员", "部长", "局长", "调研员", "专员", "负责人"];
    word.chars().count() >= 2 && ends.iter().any(|end| word.ends_with(end))
}

/// The line without brackets around the whole of it.
pub(super) fn unbracketed(line: &str) -> &str {
    let inner =
        line.strip_prefix(['（', '(', '〔', '[', '【']).and_then(|l| l.strip_suffix(['）', ')', '〕', ']', '】']));
    inner.filter(|inner| !inner.contains(['（', '(', '）', ')'])).unwrap_or(line).trim_matches(is_blank)
}

/// Blanks of every width.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

fn is_parting(c: char) -> bool {
    matches!(c, '；' | ';' | '，' | ',' | '、' | '|' | '/' | '。')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> String {
        let fields = fields(line).unwrap_or_default();
        fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn lines_of_fields_are_read_in_the_ways_in_which_people_write_them() {
        for (line, expected) in [
            ("供稿单位：市民政局", "单位=市民政局"),
            ("　　联 络 员：张某　　电　话：0000-1234567", "联络员=张某|电话=0000-1234567"),
            ("联络员：张某电话：0000-1234567", "联络员=张某|电话=0000-1234567"),
            ("审签：王某某（局长）2016年11月17日", "审签日期=2016年11月17日|审签职务=局长|审签人=王某某"),
            ("审签人：王某某，2016-11-17", "审签日期=2016-11-17|审签人=王某某"),
            ("签发：局长 王某某", "审签职务=局长|审签人=王某某"),
            ("（报送单位：市民政局；报送日期：2016.11.17）", "单位=市民政局|报送日期=2016.11.17"),
            ("审签：", ""),
            ("供 稿 单 位：市民政局　联 系 人：张某", "单位=市民政局|联络员=张某"),
            ("审 签 人 ：王某某", "审签人=王某某"),
            ("核稿领导：王某某", "审签人=王某某"),
            ("审批人：局长 王某某", "审签职务=局长|审签人=王某某"),
            ("签 发：王某某 审批日期：2016.11.17", "审签人=王某某|审签日期=2016.11.17"),
            ("撰稿人：李某 联系电话：1", "撰稿人=李某|电话=1"),
        ] {
            assert_eq!(told(line), expected, "{line}");
        }
    }

    #[test]
    fn sentences_are_no_fields() {
        for line in
            ["报送单位要做到：一是到位。", "会议指出，日期：未定", "类型：这是一句话。后面还有。", "单位甲乙", "", "："]
        {
            assert!(fields(line).is_none(), "{line}");
        }
        assert_eq!(field("标　　题："), Some("标题"));
        assert_eq!(field("数量"), None);
    }
}
