//! The smallest parts of rows: names, digests, moments, files.
//!
//! In: values of the model and the register. Out: numbers and borrowed words, and the same values again, or nothing.
//! Refuses to know: which rows they stand in.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::model::{Digest, IssueId, NoticeKind, ReceiptNo, SeriesId, Slot};
use crate::register::entry::{Verdict, Waived};
use crate::register::event::{Asset, AssetRole, Drafted};

pub(in crate::register) type Number = (i32, u32);
pub(in crate::register) type Bytes<'a> = &'a [u8];
/// Seconds since 1970, nanoseconds, seconds east of Greenwich.
pub(in crate::register) type Time = (i64, u32, i32);
/// Series, year, number or 0, word or nothing.
pub(in crate::register) type IssueName<'a> = (&'a str, i32, u32, &'a str);
pub(super) type AssetRow<'a> = (&'a str, Bytes<'a>, u8);
pub(super) type DraftedRow<'a> = (Number, Bytes<'a>, Vec<AssetRow<'a>>, bool);
pub(in crate::register) type WaivedRow<'a> = (&'a str, Bytes<'a>, &'a str, &'a str);
pub(super) type ChangeRow<'a> = (&'a str, Option<Bytes<'a>>, Option<Bytes<'a>>);

pub(super) const ROLES: [AssetRole; 3] = [AssetRole::Picture, AssetRole::Evidence, AssetRole::Header];
pub(super) const VERDICTS: [Verdict; 4] = [Verdict::Accept, Verdict::Return, Verdict::Decline, Verdict::Hold];
pub(super) const KINDS: [NoticeKind; 2] = [NoticeKind::Corrected, NoticeKind::Withdrawn];

/// Each of them, if all make sense, in a list that is no longer than it must be: there are a hundred thousand of these.
pub(super) fn all<T, U>(rows: &[T], of: impl Fn(&T) -> Option<U>) -> Option<Vec<U>> {
    let mut made = Vec::with_capacity(rows.len());
    for row in rows {
        made.push(of(row)?);
    }
    Some(made)
}

/// What may be missing and, if it is there, must make sense.
pub(in crate::register) fn maybe<T, U>(value: Option<T>, of: impl FnOnce(T) -> Option<U>) -> Option<Option<U>> {
    match value {
        Some(value) => of(value).map(Some),
        None => Some(None),
    }
}

/// Where a value stands among all there are.
pub(super) fn place<T: PartialEq>(all: &[T], value: T) -> u8 {
    let place = all.iter().position(|other| *other == value);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

pub(in crate::register) fn number(receipt: ReceiptNo) -> Number {
    (receipt.year, receipt.number)
}

pub(in crate::register) fn to_number((year, number): Number) -> ReceiptNo {
    ReceiptNo { year, number }
}

pub(in crate::register) fn bytes(digest: &Digest) -> Bytes<'_> {
    digest.bytes()
}

pub(in crate::register) fn to_digest(bytes: Bytes<'_>) -> Option<Digest> {
    <[u8; 32]>::try_from(bytes).ok().map(Digest::from)
}

pub(in crate::register) fn time(time: DateTime<FixedOffset>) -> Time {
    (time.timestamp(), time.timestamp_subsec_nanos(), time.offset().local_minus_utc())
}

pub(in crate::register) fn to_time((seconds, nanoseconds, east): Time) -> Option<DateTime<FixedOffset>> {
    let time = DateTime::from_timestamp(seconds, nanoseconds)?;
    Some(time.with_timezone(&FixedOffset::east_opt(east)?))
}

pub(super) fn day(date: NaiveDate) -> i32 {
    date.to_epoch_days()
}

pub(super) fn to_day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days)
}

pub(in crate::register) fn issue(id: &IssueId) -> IssueName<'_> {
    let (number, word) = match &id.slot {
        Slot::Number(number) => (*number, ""),
        Slot::Word(word) => (0, word.as_str()),
    };
    (id.series.as_str(), id.year, number, word)
}

pub(in crate::register) fn to_issue((series, year, number, word): IssueName<'_>) -> Option<IssueId> {
    let slot = if word.is_empty() { Slot::Number(number) } else { Slot::Word(word.to_owned()) };
    Some(IssueId { series: SeriesId::new(series)?, year, slot })
}

pub(super) fn assets(assets: &[Asset]) -> Vec<AssetRow<'_>> {
    assets.iter().map(|asset| (&*asset.source, bytes(&asset.digest), place(&ROLES, asset.role))).collect()
}

pub(super) fn to_assets(rows: &[AssetRow<'_>]) -> Option<Vec<Asset>> {
    let asset = |(source, digest, role): &AssetRow<'_>| {
        let role = *ROLES.get(usize::from(*role))?;
        Some(Asset { source: (*source).to_owned(), digest: to_digest(digest)?, role })
    };
    all(rows, asset)
}

pub(super) fn to_drafted((receipt, digest, assets, as_written): &DraftedRow<'_>) -> Option<Drafted> {
    let (receipt, as_written) = (to_number(*receipt), *as_written);
    Some(Drafted { receipt, digest: to_digest(digest)?, assets: to_assets(assets)?, as_written })
}

pub(in crate::register) fn waived(waived: &Waived) -> WaivedRow<'_> {
    (&waived.code, bytes(&waived.digest), &waived.because, &waived.by)
}

pub(in crate::register) fn to_waived((code, digest, because, by): &WaivedRow<'_>) -> Option<Waived> {
    let owned = |text: &str| text.to_owned();
    Some(Waived { code: owned(code), digest: to_digest(digest)?, because: owned(because), by: owned(by) })
}
