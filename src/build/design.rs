//! How pages look: the built-in templates with the office's own files on top.
//!
//! In: the office. Out: templates, taken apart once for all builds of a run. Refuses to know: pages.

use crate::config;
use crate::error::Result;
use crate::office::Office;
use crate::render::Templates;

/// Templates, and the office's own files of which they were made.
pub struct Design {
    pub(super) own: Vec<(String, Vec<u8>)>,
    pub(super) templates: Templates,
}

impl Design {
    /// The design as it is now; `before` is that of the last build.
    pub(super) fn of(office: &Office, before: Option<Design>) -> Result<Self> {
        let own = config::own_templates(&office.root)?;
        match before.filter(|before| before.own == own) {
            Some(before) => Ok(before),
            None => Ok(Design { templates: Templates::new(&own)?, own }),
        }
    }
}
