//! What must hold of standings whatever was handed in.
//!
//! In: arbitrary briefs of four units, of which one was merged and one began within the year. Out: nothing.
//! Refuses to know: single rules; these are tested beside the code.

use std::collections::HashMap;

use proptest::prelude::*;

use super::testing::{brief, day, id, merged, period, roster, settings, unit};
use super::{Filed, Share, Standing, StandingState, standings};
use crate::model::{Digest, Joint, Roster, Unit};

const KINDS: [&str; 3] = ["信息", "综合信息", "案例"];

fn office() -> Roster {
    let young = Unit { from: Some(day("2016-05-20")), ..unit("d") };
    roster(vec![unit("a"), merged("b", "2016-07-15", "c"), unit("c"), young])
}

fn in_2016(filed: &[Filed], joint: Joint) -> Vec<Standing> {
    let roster = office();
    let settings = crate::config::Settings { joint, ..settings("", &roster) };
    standings(filed, &roster, &settings, period("2016"), day("2016-11-20"))
}

prop_compose! {
    fn any_brief()(
        days in 0..366_u64,
        delay in 0..40_u64,
        text in 0..25_u8,
        kind in 0..KINDS.len(),
        units in prop::collection::vec(0..4_usize, 1..4),
        month in prop::option::of(1..=12_u32),
    ) -> Filed {
        let date = day("2016-01-01") + chrono::Days::new(days);
        Filed {
            units: units.into_iter().map(|unit| id(["a", "b", "c", "d"][unit])).collect(),
            kind: KINDS[kind].into(),
            date,
            period: month.map(|month| period(&format!("2016-{month:02}"))),
            received: date + chrono::Days::new(delay),
            fingerprint: Digest::of(&[text]),
            ..brief(1, &[], "2016-01-01")
        }
    }
}

/// Briefs with receipt numbers of their own, given in the order of receiving as the register does.
fn any_briefs() -> impl Strategy<Value = Vec<Filed>> {
    prop::collection::vec(any_brief(), 0..40).prop_map(|mut filed| {
        filed.sort_by_key(|brief| brief.received);
        for (number, brief) in (1..).zip(&mut filed) {
            brief.receipt.number = number;
        }
        filed
    })
}

fn any_joint() -> impl Strategy<Value = Joint> {
    prop_oneof![Just(Joint::Each), Just(Joint::First), Just(Joint::Split)]
}

proptest! {
    #[test]
    fn shared_out_the_units_together_have_as_many_as_there_are_different_texts(filed in any_briefs()) {
        let mut first_kinds: HashMap<Digest, &str> = HashMap::new();
        for brief in filed.iter().filter(|brief| brief.kind != "案例") {
            first_kinds.entry(brief.fingerprint).or_insert(&brief.kind);
        }
        for obligation in ["信息", "综合信息"] {
            let texts = first_kinds.values().filter(|kind| **kind == obligation).count() as u32;
            for joint in [Joint::Split, Joint::First] {
                let standings = in_2016(&filed, joint);
                let of_duty = standings.iter().filter(|standing| standing.obligation == obligation);
                prop_assert_eq!(of_duty.map(|standing| standing.counted).sum::<Share>(), Share::whole(texts));
            }
        }
    }

    #[test]
    fn the_order_in_which_briefs_are_given_changes_nothing(
        (filed, shuffled) in any_briefs().prop_flat_map(|filed| (Just(filed.clone()), Just(filed).prop_shuffle())),
        joint in any_joint(),
    ) {
        prop_assert_eq!(in_2016(&filed, joint), in_2016(&shuffled, joint));
    }

    // “Received after all others” matters: an earlier copy of a text takes it away from the unit that copied it.
    #[test]
    fn one_more_brief_never_raises_what_anybody_owes(filed in any_briefs(), more in any_brief(), joint in any_joint()) {
        let mut longer = filed.clone();
        let last = filed.iter().map(|brief| brief.received).max().unwrap_or(more.received);
        longer.push(Filed { received: last.max(more.received), receipt: super::testing::receipt(999), ..more });
        for (before, after) in in_2016(&filed, joint).iter().zip(in_2016(&longer, joint)) {
            prop_assert!(after.owed <= before.owed && after.counted >= before.counted);
        }
    }

    #[test]
    fn figures_and_states_agree(filed in any_briefs(), joint in any_joint()) {
        for standing in in_2016(&filed, joint) {
            let missing = standing.counted.missing_to(Share::whole(standing.required));
            prop_assert!(standing.late <= standing.counted);
            prop_assert_eq!(standing.receipts.is_empty(), standing.counted.is_zero());
            match standing.state {
                StandingState::Exempt | StandingState::Waived => prop_assert!(standing.owed.is_zero()),
                StandingState::Met => prop_assert!(standing.owed.is_zero() && missing.is_zero()),
                StandingState::Open | StandingState::Short => prop_assert_eq!(standing.owed, missing),
            }
        }
    }
}
