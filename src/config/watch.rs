//! `[watch]` of kuaibao.toml: how `watch` and `serve` notice changes.
//!
//! In: a strict table. Out: `Watch`. Refuses to know: how anything is watched.

use std::time::Duration;

use super::shapes::one_of;
use super::strict::Table;
use crate::error::Result;

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// By events of the system where they come, else by looking.
    Auto,
    /// By events only.
    Events,
    /// By looking now and then only.
    Poll,
}

/// `[watch]` as used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// How.
    pub mode: Mode,
    /// How long between two looks.
    pub every: Duration,
    /// How long a file must stay the same to be whole.
    pub quiet: Duration,
}

/// The longest that makes sense, in seconds: an hour.
const LONGEST: u32 = 3600;

pub(super) fn watch(root: &mut Table<'_>) -> Result<Watch> {
    let usual = Watch { mode: Mode::Auto, every: Duration::from_secs(2), quiet: Duration::from_secs(2) };
    let Some(mut table) = root.table("watch")? else { return Ok(usual) };
    let modes = [("auto", Mode::Auto), ("events", Mode::Events), ("poll", Mode::Poll)];
    let watch = Watch {
        mode: one_of(&mut table, "mode", &modes)?.unwrap_or(usual.mode),
        every: seconds(&mut table, "every")?.unwrap_or(usual.every),
        quiet: seconds(&mut table, "quiet")?.unwrap_or(usual.quiet),
    };
    table.finish()?;
    Ok(watch)
}

fn seconds(table: &mut Table<'_>, key: &'static str) -> Result<Option<Duration>> {
    match table.count(key)? {
        Some(0) => Err(table.fault_at(key, &format!("“{key}”至少是 1（秒）"))),
        Some(count) if count > LONGEST => Err(table.fault_at(key, &format!("“{key}”至多是 {LONGEST}（秒）"))),
        count => Ok(count.map(|count| Duration::from_secs(count.into()))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::strict::File;
    use super::*;
    use std::path::Path;

    fn read(text: &str) -> Result<Watch> {
        let file = File::parse(Path::new("kuaibao.toml"), text)?;
        watch(&mut file.root())
    }

    #[test]
    fn it_may_be_left_out_and_is_checked_where_it_is_not() {
        let usual = read("").expect("nothing is right");
        assert_eq!((usual.mode, usual.every), (Mode::Auto, Duration::from_secs(2)));
        let slow = read("[watch]\nmode = \"poll\"\nquiet = 5\n").expect("it is right");
        assert_eq!((slow.mode, slow.quiet), (Mode::Poll, Duration::from_secs(5)));
        let fault = |text: &str| read(text).expect_err("it is wrong").to_string();
        assert!(fault("[watch]\nmode = \"pol\"\n").contains("是不是“poll”"));
        assert!(fault("[watch]\nevery = 0\n").contains("至少是 1"));
        assert!(fault("[watch]\nquiet = 4000\n").contains("3600"));
        assert!(fault("[watch]\nquite = 2\n").contains("是不是“quiet”"));
    }
}
