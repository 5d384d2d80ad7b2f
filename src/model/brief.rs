//! A brief as its author wrote it: what the text alone says, before anybody judged it.
//!
//! In: what `parse` found. Out: fields with their places. Refuses to know: which units and kinds exist, whether
//! anything is missing or late (that is for `rules`), and what the office decided.

use chrono::NaiveDate;

use super::document::Document;
use super::period::Period;
use super::span::{Span, Spanned};

/// One brief, as far as its text can be read. Every field may be absent: reading never fails.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brief {
    /// 标题, or the first level-1 heading.
    pub title: Option<Spanned<String>>,
    /// 单位 as written, in order; empty when the field is absent.
    pub units: Vec<Spanned<String>>,
    /// 类型 as written.
    pub kind: Option<Spanned<String>>,
    /// 报送日期.
    pub date: Option<Spanned<NaiveDate>>,
    /// 所属期.
    pub period: Option<Spanned<Period>>,
    /// 审签人, 审签职务, 审签日期.
    pub approval: Approval,
    /// 联络员; for the office only.
    pub liaison: Option<Spanned<String>>,
    /// 电话; for the office only.
    pub phone: Option<Spanned<String>>,
    /// 专项小组.
    pub group: Option<Spanned<String>>,
    /// 关键词.
    pub tags: Vec<Spanned<String>>,
    /// 投向.
    pub series: Option<Spanned<String>>,
    /// 密级.
    pub classification: Option<Spanned<Classification>>,
    /// Where the header stands: the place of findings about fields that are not there.
    pub header: Span,
    /// The text, without the title and the trailing attribution.
    pub body: Document,
    /// The attribution that stood at the end of the body.
    pub attribution: Option<Attribution>,
    /// Whether something in the header could not be read.
    pub header_damaged: bool,
}

/// The unit leader's signature.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Approval {
    /// Who signed.
    pub by: Option<Spanned<String>>,
    /// In what post.
    pub role: Option<Spanned<String>>,
    /// On what day.
    pub on: Option<Spanned<NaiveDate>>,
}

/// 密级.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Classification {
    /// 公开: may be published.
    Public,
    /// Anything else, as written: may be counted, never published.
    Restricted(String),
}

/// A source line at the end of a body, such as `（市民政局、盘龙区）`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// As written, with its brackets.
    pub written: String,
    /// The names in it, in order.
    pub names: Vec<String>,
    /// Where it stood.
    pub span: Span,
}

impl Brief {
    /// Characters of the body's text without white space and mark-up.
    pub fn characters(&self) -> usize {
        self.body.text().chars().filter(|c| !is_space(*c)).count()
    }
}

/// A text without its white space.
pub fn bare(mut text: String) -> String {
    text.retain(|c| !is_space(c));
    text
}

/// White space; Chinese characters, of which nearly all of a text is, are none at the first look.
fn is_space(character: char) -> bool {
    !matches!(character, '\u{3001}'..) && character.is_whitespace()
}
