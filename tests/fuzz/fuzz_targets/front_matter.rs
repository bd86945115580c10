#![no_main]

#[expect(dead_code, reason = "each takes one of them")]
#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::front_matter(bytes));
