// A target of this name is there; no type of it is compared.
