//! Files → submissions: what lies in `submissions/`, which of it is a brief, and what its bytes say.
//!
//! In: the folder that departments write. Out: decoded texts, pictures, findings about files. Nothing in that folder is
//! ever written, renamed, deleted or followed out of it.
//! Refuses to know: Markdown, rules, receipts.

mod decode;
mod pictures;
mod submission;
mod walk;

pub use decode::{Decoded, decode};
pub use pictures::{Picture, picture_beside, pictures};
pub use submission::Submission;
pub use walk::{Found, Listing, SUBMISSIONS, is_brief_name, is_picture_name, walk};
