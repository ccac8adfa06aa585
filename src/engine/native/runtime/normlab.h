/* All that generated programs use. */
#ifndef NORMLAB_H
#define NORMLAB_H
#include "elements.h"
#include "program.h"
#endif
