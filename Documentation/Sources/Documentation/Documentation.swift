// A target needs a file; what is documented lies in the package above.
