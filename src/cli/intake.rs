//! `intake`: registers what has arrived or changed and prints the receipts.

use serde::Serialize;

use super::desk::Desk;
use super::exit::Exit;
use crate::diagnostic::Severity;
use crate::error::Result;
use crate::examine::Scope;
use crate::model::ReceiptNo;
use crate::reception::{self, Reception};
use crate::register::Register;

#[derive(Serialize)]
struct Answer {
    version: u32,
    received: Vec<Line>,
    revised: Vec<Line>,
    moved: Vec<Line>,
    vanished: Vec<Line>,
    reappeared: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    receipt: String,
    path: String,
    title: String,
    same_as: Option<String>,
}

/// Runs the command.
pub fn run(desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let mut writer = desk.writer(&office)?;
    let work = desk.work();
    work.begins("收文与检查");
    let reception = reception::receive(&office, &mut writer, desk.now, (Scope::Open, None), &work)?;
    work.ends();
    if desk.json {
        desk.print_json(&answer(&reception, writer.register()))?;
        return Ok(Exit::Done);
    }
    if !tell(&reception, writer.register(), desk)? {
        desk.print("没有新到或改过的简报。")?;
    }
    for finding in reception.examination.files.iter().filter(|finding| finding.severity > Severity::Hint) {
        desk.draw(finding)?;
    }
    Ok(Exit::Done)
}

/// What was registered, a line each; whether there was anything.
pub fn tell(reception: &Reception, register: &Register, desk: &mut Desk<'_>) -> Result<bool> {
    let Reception { received, revised, moved, vanished, reappeared, .. } = reception;
    let groups = [
        ("收文", received),
        ("单位修改", revised),
        ("换了位置", moved),
        ("已不在文件夹里", vanished),
        ("又出现", reappeared),
    ];
    let mut anything = false;
    for (word, receipts) in groups {
        for receipt in receipts {
            anything = true;
            let line = describe(register, *receipt);
            desk.print(&format!("{word} {line}"))?;
        }
    }
    Ok(anything)
}

fn describe(register: &Register, receipt: ReceiptNo) -> String {
    let Some(entry) = register.entry(receipt) else { return receipt.to_string() };
    let twin = entry.same_as.map(|twin| format!("（与收文 {twin} 是同一份文件）")).unwrap_or_default();
    format!("{receipt} {}《{}》{twin}", entry.path, entry.title())
}

fn answer(reception: &Reception, register: &Register) -> Answer {
    let lines = |receipts: &[ReceiptNo]| -> Vec<Line> {
        let entries = receipts.iter().filter_map(|receipt| register.entry(*receipt));
        entries
            .map(|entry| Line {
                receipt: entry.receipt.to_string(),
                path: entry.path.clone(),
                title: entry.title().to_owned(),
                same_as: entry.same_as.map(|twin| twin.to_string()),
            })
            .collect()
    };
    Answer {
        version: 1,
        received: lines(&reception.received),
        revised: lines(&reception.revised),
        moved: lines(&reception.moved),
        vanished: lines(&reception.vanished),
        reappeared: lines(&reception.reappeared),
    }
}
