//! Runs of digits, held against what is known of numbers: whose is it, if anybody's?
//!
//! In: a text. Out: hits. A number that is part of something longer, an amount, a reference or an address of a page is
//! right. Refuses to know: how single kinds of numbers are made.

use std::ops::Range;

use super::digits::{Group, runs};
use super::{Hit, Look, cards, identity, phones};
use crate::diagnostic::Message;

/// Most digits of any of the numbers.
const MOST: usize = 19;

/// Some neighbouring groups as one number, with what stands around.
pub(super) struct Number<'a> {
    /// All digits.
    pub digits: String,
    /// How many each group has.
    pub shape: Vec<usize>,
    /// The text before, as far as it matters.
    pub before: &'a str,
    /// The text as it is written.
    pub written: &'a str,
}

impl Number<'_> {
    /// Whether it is written in one piece.
    pub fn is_whole(&self) -> bool {
        self.shape.len() == 1
    }

    /// Whether one of these words stands shortly before it.
    pub fn is_called(&self, words: &[&str]) -> bool {
        let near: String = self.before.chars().rev().take(12).take_while(|c| !"。；;\n".contains(*c)).collect();
        let near: String = near.chars().rev().collect();
        words.iter().any(|word| near.contains(word))
    }

    /// Whether it is the name of a thing: a document's, an order's, a case's number.
    pub fn is_reference(&self) -> bool {
        const THINGS: &[&str] = &[
            "第",
            "字第",
            "编号",
            "编码",
            "代码",
            "单号",
            "案号",
            "批号",
            "条码",
            "文号",
            "流水号",
            "序列号",
            "登记号",
            "证书号",
            "许可证号",
            "专利号",
            "注册号",
            "No.",
            "NO.",
            "№",
            "ISBN",
        ];
        let before = self.before.trim_end_matches([' ', ':', '：', '为', '〔', '[', '〕', ']']);
        THINGS.iter().any(|thing| before.ends_with(thing))
    }
}

/// What a kind of number says of one: the message, and what may stand there instead.
pub(super) type Verdict = (Message, Option<String>);

/// The kinds, the surest first.
const KINDS: [fn(&Number<'_>) -> Option<Verdict>; 4] =
    [identity::judge, cards::judge, phones::mobile, phones::landline];

pub(super) fn find(look: &Look<'_>, hits: &mut Vec<Hit>) {
    for run in runs(look.text) {
        let mut at = 0;
        while at < run.len() {
            match longest(look, &run, at) {
                Some((groups, hit)) => {
                    hits.extend(hit);
                    at += groups;
                }
                None => at += 1,
            }
        }
    }
}

/// The longest number that begins with a group: how many groups it has, and what is to be said.
fn longest(look: &Look<'_>, run: &[Group], at: usize) -> Option<(usize, Option<Hit>)> {
    let mut count = 0;
    let total = |group: &Group| {
        count += group.digits.len();
        count
    };
    let most = run[at..].iter().map(total).take_while(|total| *total <= MOST).count();
    (1..=most).rev().find_map(|groups| {
        let window = &run[at..at + groups];
        let range = window[0].start..window[groups - 1].end;
        let number = number(look.text, window, range.clone())?;
        let (message, mask) = KINDS.iter().find_map(|kind| kind(&number))?;
        let allowed = look.gate.allows(&number.digits) || look.gate.allows(number.written);
        Some((groups, (!allowed).then_some(Hit { range, message, mask })))
    })
}

/// `None` where the digits are a part of something longer, or count something.
fn number<'a>(text: &'a str, window: &[Group], range: Range<usize>) -> Option<Number<'a>> {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let digits: String = window.iter().map(|group| group.digits.as_str()).collect();
    if digits.len() < 7
        || is_continued(before, after)
        || digits.len() < 15 && is_amount(before, after)
        || is_in_address(before)
    {
        return None;
    }
    let shape = window.iter().map(|group| group.digits.len()).collect();
    Some(Number { digits, shape, before, written: &text[range] })
}

/// Letters, masks and decimals around digits make them a part of something else.
fn is_continued(before: &str, after: &str) -> bool {
    let glued = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '＊' | '_' | '×' | '%' | '％' | '‰');
    let numeral = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    let (last, next) = (left.next(), right.next());
    last.is_some_and(|c| glued(c) && !c.is_ascii_alphabetic() || c.is_ascii_alphabetic() && !ends_with_label(before))
        || next.is_some_and(glued)
        || (last == Some('.') && numeral(left.next()))
        || (next == Some('.') && numeral(right.next()))
}

/// Latin words after which a number is written without a blank.
fn ends_with_label(before: &str) -> bool {
    let lower = before.get(before.len().saturating_sub(8)..).unwrap_or(before).to_ascii_lowercase();
    ["tel", "mob", "mobile", "phone", "id", "qq", "wx", "vx", "wechat"].iter().any(|label| lower.ends_with(label))
}

fn is_amount(before: &str, after: &str) -> bool {
    const UNITS: &[&str] =
        &["元", "美元", "吨", "平方", "立方", "公里", "公斤", "千克", "千瓦", "港元", "欧元", "人民币"];
    // 万 and 余 are names too: only before what is counted do they count.
    let counted = |rest: &str| rest.starts_with(|c| "元人吨亩户件次个名家美平立公千米欧港".contains(c));
    let many = ["万", "亿", "余"].iter().any(|word| after.strip_prefix(word).is_some_and(counted));
    before.ends_with(['¥', '￥', '$', '≈']) || many || UNITS.iter().any(|unit| after.trim_start().starts_with(unit))
}

/// Whether the digits stand within the address of a page.
fn is_in_address(before: &str) -> bool {
    let near = before.char_indices().rev().take(200).last().map_or("", |(at, _)| &before[at..]);
    let token = near.rsplit(|c: char| !c.is_ascii_graphic() || matches!(c, ',' | ';')).next().unwrap_or_default();
    token.contains("://") || token.starts_with("www.") || token.contains('@')
}
