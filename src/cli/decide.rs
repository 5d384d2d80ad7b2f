//! `accept`, `return`, `decline`, `hold`: the office's decisions.

use super::args::{Accept, Decide};
use super::desk::Desk;
use super::exit::Exit;
use crate::error::{Error, Result};
use crate::examine;
use crate::model::{ReceiptNo, SeriesId};
use crate::office::Office;
use crate::register::{Entry, ReviewState, Verdict, Writer};
use crate::review::{self, Order};

/// `accept`
pub fn accept(args: Accept, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let series = args.series.as_deref().map(|name| series(&office, name)).transpose()?;
    let order = Order {
        verdict: Verdict::Accept,
        series,
        grade: args.grade,
        because: args.because,
        anyway: args.anyway,
        as_written: args.as_written,
    };
    let mut writer = desk.writer(&office)?;
    let receipts = match args.all {
        true => acceptable(&office, &writer, desk)?,
        false => named(&office, &writer, &args.receipts, desk)?,
    };
    carry_out(&office, &mut writer, &receipts, &order, desk)
}

/// `return`
pub fn give_back(args: Decide, desk: &mut Desk<'_>) -> Result<Exit> {
    decide(Verdict::Return, args, desk)
}

/// `decline`
pub fn decline(args: Decide, desk: &mut Desk<'_>) -> Result<Exit> {
    decide(Verdict::Decline, args, desk)
}

/// `hold`
pub fn hold(args: Decide, desk: &mut Desk<'_>) -> Result<Exit> {
    decide(Verdict::Hold, args, desk)
}

fn decide(verdict: Verdict, args: Decide, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let order = Order { verdict, series: None, grade: None, because: args.because, anyway: false, as_written: false };
    let mut writer = desk.writer(&office)?;
    let receipts = named(&office, &writer, &args.receipts, desk)?;
    carry_out(&office, &mut writer, &receipts, &order, desk)
}

fn carry_out(
    office: &Office,
    writer: &mut Writer,
    receipts: &[ReceiptNo],
    order: &Order,
    desk: &mut Desk<'_>,
) -> Result<Exit> {
    let work = desk.work();
    work.begins("登记意见");
    review::decide(office, writer, receipts, order, desk.today())?;
    work.ends();
    if receipts.is_empty() {
        desk.talk("没有可以采用的简报。")?;
    }
    for receipt in receipts {
        let title = writer.register().entry(*receipt).map(|entry| entry.title().to_owned()).unwrap_or_default();
        desk.talk(&format!("{} {receipt}《{title}》", order.verdict.label()))?;
    }
    Ok(Exit::Done)
}

fn named(office: &Office, writer: &Writer, given: &[String], desk: &Desk<'_>) -> Result<Vec<ReceiptNo>> {
    let mut receipts: Vec<ReceiptNo> =
        given.iter().map(|given| desk.receipt(office, writer.register(), given)).collect::<Result<_>>()?;
    receipts.dedup();
    Ok(receipts)
}

/// Everything that waits and has nothing against it.
fn acceptable(office: &Office, writer: &Writer, desk: &mut Desk<'_>) -> Result<Vec<ReceiptNo>> {
    let (register, originals) = (writer.register(), writer.originals());
    let mut receipts = Vec::new();
    let waits = |entry: &&Entry| matches!(entry.review(), ReviewState::Waiting | ReviewState::Reopened);
    let work = desk.work();
    work.begins("检查待审的简报");
    work.pieces(register.entries().filter(waits).count(), "篇");
    for entry in register.entries().filter(waits) {
        let judged = examine::judge_received(office, entry, register, &originals, desk.today())?;
        if review::obstacles(&judged.findings).is_empty() {
            receipts.push(entry.receipt);
        }
        work.one();
    }
    Ok(receipts)
}

/// The title of that name, or an error that lists the titles.
pub fn series(office: &Office, name: &str) -> Result<SeriesId> {
    let known: Vec<String> =
        office.settings.series.iter().map(|series| format!("{}（{}）", series.id, series.title)).collect();
    let found = office.settings.series_named(name).map(|series| series.id.clone());
    found.ok_or_else(|| {
        Error::usage(format!("没有“{name}”这种刊物")).help(format!("本办的刊物有：{}。", known.join("、")))
    })
}
