#ifndef HARDSTAND_CREADYBASES_H
#define HARDSTAND_CREADYBASES_H

#include <stddef.h>

/// The bytes of the file `name`, such as `python3.yaml`, and how many there are; NULL and 0 where no
/// file has that name.
const unsigned char *hardstand_ready_base(const char *name, size_t *count);

/// The name of the file at `index`, from 0; NULL after the last.
const char *hardstand_ready_base_name(size_t index);

#endif
