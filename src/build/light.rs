//! Published issues without their texts, as they are remembered between runs.
//!
//! In: issues. Out: the same as rows of a table, and back: everything that lists show, and
//! digests in the place of texts and pictures. Refuses to know: when a row is still true.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::issue::{Body, Copies, ItemImage, Replaced};
use crate::model::{Digest, ImageFormat, Issue, Item, Notice, NoticeKind, SourceUnit, UnitId};

/// An issue without its texts.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Row {
    id: String,
    total: Option<u32>,
    date: NaiveDate,
    signed: String,
    note: String,
    copies: [Vec<String>; 3],
    printed: Option<u32>,
    items: Vec<ItemRow>,
    notices: Vec<NoticeRow>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ItemRow {
    number: usize,
    title: String,
    sources: Vec<(String, Option<String>)>,
    kind: String,
    group: Option<String>,
    tags: Vec<String>,
    digest: [u8; 32],
    attribution: String,
    /// What the text calls each picture, the digest of its bytes, the customary ending of its format.
    images: Vec<(String, [u8; 32], String)>,
    receipt: Option<String>,
    withdrawn: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct NoticeRow {
    withdrawn: bool,
    item: Option<usize>,
    on: NaiveDate,
    because: String,
    words: Vec<(String, String)>,
}

impl Row {
    /// The row of an issue.
    pub(super) fn of(issue: &Issue) -> Self {
        let Copies { report_to, send_to, issue_to } = issue.copies.clone();
        Row {
            id: issue.id.to_string(),
            total: issue.total,
            date: issue.date,
            signed: issue.signed.clone(),
            note: issue.note.clone(),
            copies: [report_to, send_to, issue_to],
            printed: issue.printed,
            items: issue.items.iter().map(ItemRow::of).collect(),
            notices: issue.notices.iter().map(NoticeRow::of).collect(),
        }
    }

    /// The issue; `None` for a row that no program of this version has written.
    pub(super) fn issue(self) -> Option<Issue> {
        let Row { id, total, date, signed, note, copies: [report_to, send_to, issue_to], printed, items, notices } =
            self;
        Some(Issue {
            id: id.parse().ok()?,
            total,
            date,
            signed,
            note,
            copies: Copies { report_to, send_to, issue_to },
            printed,
            items: items.into_iter().map(ItemRow::item).collect::<Option<_>>()?,
            notices: notices.into_iter().map(NoticeRow::notice).collect(),
        })
    }
}

impl ItemRow {
    fn of(item: &Item) -> Self {
        let source = |source: &SourceUnit| (source.written.clone(), source.unit.as_ref().map(UnitId::to_string));
        let image =
            |image: &ItemImage| (image.source.clone(), *image.digest.bytes(), image.format.extension().to_owned());
        ItemRow {
            number: item.number,
            title: item.title.clone(),
            sources: item.sources.iter().map(source).collect(),
            kind: item.kind.clone(),
            group: item.group.clone(),
            tags: item.tags.clone(),
            digest: *item.digest.bytes(),
            attribution: item.attribution.clone(),
            images: item.images.iter().map(image).collect(),
            receipt: item.receipt.map(|receipt| receipt.to_string()),
            withdrawn: item.withdrawn,
        }
    }

    fn item(self) -> Option<Item> {
        let source = |(written, unit): (String, Option<String>)| {
            let unit = unit.map(|id| UnitId::new(&id).ok_or(())).transpose().ok()?;
            Some(SourceUnit { written, unit })
        };
        let image = |(source, digest, ending): (String, [u8; 32], String)| {
            let format = ImageFormat::ALL.into_iter().find(|format| format.extension() == ending)?;
            Some(ItemImage::unread(source, Digest::from(digest), format))
        };
        Some(Item {
            number: self.number,
            title: self.title,
            sources: self.sources.into_iter().map(source).collect::<Option<_>>()?,
            kind: self.kind,
            group: self.group,
            tags: self.tags,
            body: Body::default(),
            digest: Digest::from(self.digest),
            attribution: self.attribution,
            images: self.images.into_iter().map(image).collect::<Option<_>>()?,
            receipt: self.receipt.map(|receipt| receipt.parse()).transpose().ok()?,
            withdrawn: self.withdrawn,
        })
    }
}

impl NoticeRow {
    fn of(notice: &Notice) -> Self {
        NoticeRow {
            withdrawn: notice.kind == NoticeKind::Withdrawn,
            item: notice.item,
            on: notice.on,
            because: notice.because.clone(),
            words: notice.words.iter().map(|words| (words.before.clone(), words.after.clone())).collect(),
        }
    }

    fn notice(self) -> Notice {
        let words = |(before, after)| Replaced { before, after };
        Notice {
            kind: if self.withdrawn { NoticeKind::Withdrawn } else { NoticeKind::Corrected },
            item: self.item,
            on: self.on,
            because: self.because,
            words: self.words.into_iter().map(words).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn an_issue_comes_back_as_it_was_but_for_its_texts() {
        for mut issue in sample::issues() {
            issue.printed = Some(120);
            issue.copies.report_to = vec!["省委改革办".to_owned()];
            issue.items[0].digest = Digest::of(b"x");
            issue.items[0].receipt = "2016-0007".parse().ok();
            let back = Row::of(&issue).issue().expect("an issue");
            assert!(back != issue && !back.items[0].is_read());
            back.items.iter().zip(issue.items.clone()).for_each(|(item, read)| item.fill(read));
            assert_eq!(back, issue, "filled in");
        }
    }
}
