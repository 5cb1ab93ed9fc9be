"""A value for each pixel: what numpy's indexing gives, whatever the types are."""

from __future__ import annotations

import numpy as np
import pytest

from engine.imaging.lookup import for_each_pixel


@pytest.mark.parametrize("values", [np.bool_, np.uint8, np.uint16, np.int32, np.float32])
@pytest.mark.parametrize("places", [np.uint8, np.uint16, np.int32, np.int64])
@pytest.mark.parametrize("count", [1, 200, 256, 257, 65_536, 70_000])
def test_each_pixel_has_the_value_of_its_place(values: type, places: type, count: int) -> None:
    rng = np.random.default_rng(count)
    table = rng.integers(0, 2 if values is np.bool_ else 60_000, count).astype(values)
    most = min(count - 1, np.iinfo(places).max)
    where = rng.integers(0, most + 1, (31, 17)).astype(places)
    where[0, :2] = 0, most
    for laid in (where, where[::2, 1:], where.T):
        found = for_each_pixel(table, laid)
        assert found.dtype == table.dtype
        assert np.array_equal(found, table[laid])
