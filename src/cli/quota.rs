//! `quota`: every unit against every duty.

use super::args::Quota;
use super::desk::Desk;
use super::exit::Exit;
use crate::duty;
use crate::error::Result;
use crate::filing;
use crate::model::{Every, Period};
use crate::report::quota;

/// Runs the command.
pub fn run(args: Quota, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let register = desk.register(&office)?;
    let today = desk.today();
    let asked = [args.month, args.quarter, args.half, args.year].into_iter().flatten().next();
    let period = asked.unwrap_or_else(|| Period::containing(Every::Month, today));
    let filed = filing::filed(&office, register, today);
    let standings = duty::standings(&filed, &office.roster, &office.settings, period, today);
    if desk.json {
        desk.print(&quota::json(&standings, today))?;
    } else {
        desk.print(&quota::table(&standings))?;
    }
    let short = args.strict && quota::anything_short(&standings);
    Ok(if short { Exit::Short } else { Exit::Done })
}
