//! Rebuilds when a template or a page of the manual is added or changed: they are embedded in the binary.

fn main() {
    for folder in ["templates", "docs/rules"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
