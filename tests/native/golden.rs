//! Golden files: values computed by other software.
