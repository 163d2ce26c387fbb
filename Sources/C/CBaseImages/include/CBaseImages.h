#ifndef CBASEIMAGES_H
#define CBASEIMAGES_H

#include <stddef.h>

/// The bytes of the data file `name` (without folder and ending) and how many
/// there are; NULL and 0 where no file has that name.
const unsigned char *base_images_data(const char *name, size_t *count);

/// The name of the data file at `index`, from 0; NULL after the last.
const char *base_images_name(size_t index);

#endif
