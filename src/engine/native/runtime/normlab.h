/* All that generated steps use. */
#ifndef NORMLAB_H
#define NORMLAB_H
#include "attend.h"
#include "elements.h"
#include "product.h"
#include "threads.h"
#endif
