//! What this plugin uses of flyte_webhook/abi.h, version 1.0, declared once more: the interface is plain C, so nothing else is needed.
#![allow(dead_code)]
use std::os::raw::{c_char, c_void};

pub const MAJOR: u16 = 1;
pub const MINOR: u16 = 0;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Bytes {
    pub data: *const c_char,
    pub size: usize,
}

impl Bytes {
    pub const EMPTY: Bytes = Bytes { data: std::ptr::null(), size: 0 };

    pub const fn of(text: &str) -> Bytes {
        Bytes { data: text.as_ptr() as *const c_char, size: text.len() }
    }

    /// # Safety
    /// The bytes must live as long as the slice is used: what abi.h says at each field.
    pub unsafe fn as_slice<'a>(self) -> &'a [u8] {
        if self.data.is_null() {
            return &[];
        }
        std::slice::from_raw_parts(self.data as *const u8, self.size)
    }
}

/// Opaque: the host's.
pub enum Plugin {}
pub enum Request {}

pub const BODY_RAW: u32 = 2;

#[repr(C)]
pub struct Reply {
    pub size: u32,
    pub status: i32,
    pub help: Bytes,
    pub content_type: Bytes,
    pub schema: Bytes,
}

#[repr(C)]
pub struct Endpoint {
    pub size: u32,
    pub body: u32,
    pub id: Bytes,
    pub method: Bytes,
    pub path: Bytes,
    pub summary: Bytes,
    pub description: Bytes,
    pub body_help: Bytes,
    pub body_schema: Bytes,
    pub parameters: *const c_void,
    pub parameter_count: usize,
    pub replies: *const *const Reply,
    pub reply_count: usize,
    pub guard: *const c_void,
    pub open: i32,
}

type Unused = *const c_void;

/// The host's functions; those that this plugin does not call are pointers without a type.
#[repr(C)]
pub struct Host {
    pub size: u32,
    pub major: u16,
    pub minor: u16,
    pub version: Bytes,
    pub log: Unused,
    pub setting: Unused,
    pub record: Unused,
    pub parameter: Unused,
    pub body: unsafe extern "C" fn(*const Request) -> Bytes,
    pub header: Unused,
    pub request_id: Unused,
    pub caller: Unused,
    pub time_left: Unused,
    pub cancelled: Unused,
    pub call: Unused,
    pub open: Unused,
    pub next: Unused,
    pub close: Unused,
    pub http: Unused,
    pub reply_header: Unused,
    pub reply: unsafe extern "C" fn(*mut Request, i32, Bytes, Bytes) -> i32,
    pub fail: unsafe extern "C" fn(*mut Request, i32, Bytes, Bytes, Bytes) -> i32,
}

#[repr(C)]
pub struct PluginTable {
    pub size: u32,
    pub major: u16,
    pub minor: u16,
    pub name: Bytes,
    pub version: Bytes,
    pub summary: Bytes,
    pub settings: *const c_void,
    pub setting_count: usize,
    pub metrics: *const c_void,
    pub metric_count: usize,
    pub endpoints: *const *const Endpoint,
    pub endpoint_count: usize,
    pub create: unsafe extern "C" fn(*mut Plugin, *mut *mut c_void, *mut Bytes) -> i32,
    pub destroy: unsafe extern "C" fn(*mut c_void),
    pub handle: unsafe extern "C" fn(*mut c_void, *mut Plugin, *mut Request, usize),
}

/// A table that never changes, so any thread may read it.
#[repr(transparent)]
pub struct Static<T>(pub T);
unsafe impl<T> Sync for Static<T> {}
