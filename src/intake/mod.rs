//! Files → submissions: what lies in `submissions/`, which of it is a brief, and what its bytes say.
//!
//! In: the folder that departments write. Out: decoded texts (of Word documents: transcripts), pictures, findings about
//! files. Nothing in that folder is ever written, renamed, deleted or followed out of it.
//! Refuses to know: rules, receipts; of Markdown and headers no more than it takes to write a transcript.

mod beside;
mod decode;
mod pictures;
mod submission;
mod walk;
mod word;

pub use beside::{Beside, HeaderFile, Scan, header_beside, is_doubtful, is_header_of_word, scans_of, stem};
pub use decode::{Decoded, decode};
pub use pictures::{Picture, picture_beside, pictures};
pub use submission::Submission;
pub use walk::{
    Found, Listing, SUBMISSIONS, folder_of, is_brief_name, is_never_meant, is_picture_name, walk, walk_seen,
    walk_within,
};
pub use word::hints;
