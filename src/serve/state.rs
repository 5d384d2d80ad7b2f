//! What browsers are told of the office: what is being done, what went wrong, what there is to look at.
//!
//! In: what each build says. Out: the state, whenever it changes. A page knows which revision it was served with; there
//! are two, since most builds change the internal pages only and nobody likes to be interrupted in reading.
//! Refuses to know: HTTP, when builds happen.

use serde::Serialize;
use tokio::sync::watch;

/// What is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// A build is under way.
    Building,
    /// The pages are as new as can be.
    Fresh,
    /// The last build did not end well.
    Failed,
}

/// A draft, for the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// `dongtai-2016-6`.
    pub id: String,
    /// The title of its series.
    pub title: String,
    /// How many items it has.
    pub items: usize,
    /// Whether there is a page of it.
    pub has_page: bool,
    /// What keeps it from being published.
    pub missing: Vec<String>,
}

/// What a build has found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Findings that must be mended.
    pub errors: usize,
    /// Findings that should be looked at.
    pub warnings: usize,
    /// Briefs that wait for a decision.
    pub waiting: usize,
}

/// The state.
#[derive(Debug, Clone, Serialize)]
pub struct State {
    /// Which server this is: another one counts from the beginning.
    pub run: String,
    /// How often the site has changed.
    pub site: u64,
    /// How often the internal pages have changed.
    pub office: u64,
    /// What is going on.
    pub step: Step,
    /// What is said about it.
    pub told: String,
    /// The time of the last build, for people.
    pub at: String,
    /// What was found.
    pub counts: Counts,
    /// How many drafts there are.
    pub drafts: usize,
    #[serde(skip)]
    pub(super) list: Vec<Draft>,
}

/// The writing side of the state.
pub struct Board {
    state: watch::Sender<State>,
}

impl Board {
    /// The board of a server that begins now.
    pub fn new(run: String) -> Self {
        let state = State {
            run,
            site: 0,
            office: 0,
            step: Step::Building,
            told: String::new(),
            at: String::new(),
            counts: Counts::default(),
            drafts: 0,
            list: Vec::new(),
        };
        Board { state: watch::Sender::new(state) }
    }

    /// The reading side.
    pub(super) fn reader(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// A build begins, or waits.
    pub fn building(&self, told: &str) {
        self.state.send_modify(|state| (state.step, state.told) = (Step::Building, told.to_owned()));
    }

    /// A build did not end well.
    pub fn failed(&self, told: &str) {
        self.state.send_modify(|state| (state.step, state.told) = (Step::Failed, told.to_owned()));
    }

    /// A build ended well at that time; the pages of the site, the internal ones, have changed or not.
    pub fn fresh(&self, at: String, (site, office): (bool, bool), counts: Counts, list: Vec<Draft>) {
        self.state.send_modify(|state| {
            state.step = Step::Fresh;
            state.told = String::new();
            state.at = at;
            state.site += u64::from(site);
            // The list of drafts is one of the internal pages.
            state.office += u64::from(office || list != state.list);
            state.counts = counts;
            state.drafts = list.len();
            state.list = list;
        });
    }
}
