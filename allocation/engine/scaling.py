"""Row and column factors that make a table meet its totals, in decimals of a fixed precision.

Alternating proportional scaling (IPF/RAS), and a damped Newton step wherever that converges
slowly. Decimal arithmetic follows one specification everywhere, so the digits agree between
machines and versions of Python. The caller sees to it that a positive solution exists.
"""

from decimal import Context, Decimal, localcontext

# Far below the grid of six decimals, and far above the noise of the arithmetic.
CONTEXT = Context(prec=60, Emin=-999_999, Emax=999_999)
TOLERANCE = Decimal("1e-36")
MOST_ROUNDS = 3000
_PATIENCE = 12
_LONGEST_STEP = Decimal(4)

# Per row the cells that may be filled: (column, quota), quota > 0.
Sparse = list[list[tuple[int, Decimal]]]
Vector = list[Decimal]


def scale(cells: Sparse, row_totals: list[int], column_totals: list[int]) -> tuple[Vector, Vector]:
    """Find factors a, b with Σ a·x·b equal to every row and column total.

    Columns that hang together through cells share one free factor, which is left as it comes out.
    Rows and columns without cells get the factor 0 and must have the total 0.
    Raises ArithmeticError where that can't be reached.
    """
    with localcontext(CONTEXT):
        work = _Scaling(cells, row_totals, column_totals)
        gap = work.gap()
        for round_number in range(MOST_ROUNDS):
            if gap <= TOLERANCE:
                return work.row_factors, work.column_factors
            before, gap = gap, work.sweep()
            if round_number >= _PATIENCE and 4 * gap > before:
                gap = work.newton(gap)
    raise ArithmeticError("the fit doesn't converge")


class _Scaling:
    """The factors under way; rows always meet their totals, `misses` are those of the columns."""

    def __init__(self, cells: Sparse, row_totals: list[int], column_totals: list[int]) -> None:
        self.cells = cells
        self.row_totals = [Decimal(total) for total in row_totals]
        self.column_totals = [Decimal(total) for total in column_totals]
        used = {j for row in cells for j, _ in row}
        self.column_factors = [Decimal(j in used) for j in range(len(column_totals))]
        self.used = sorted(used)
        self._meet_rows()

    def _meet_rows(self) -> None:
        b = self.column_factors
        self.row_factors = [
            total / sum(x * b[j] for j, x in row) if row else Decimal(0)
            for total, row in zip(self.row_totals, self.cells, strict=True)
        ]
        self.sums = [Decimal(0)] * len(b)
        for a, row in zip(self.row_factors, self.cells, strict=True):
            for j, x in row:
                self.sums[j] += a * x * b[j]

    def gap(self) -> Decimal:
        """How far the columns are from their totals, all together."""
        return sum(
            (abs(total - s) for total, s in zip(self.column_totals, self.sums, strict=True)),
            Decimal(0),
        )

    def sweep(self) -> Decimal:
        """Scale the columns to their totals, then the rows; returns the gap that is left."""
        for j in self.used:
            self.column_factors[j] *= self.column_totals[j] / self.sums[j]
        self._meet_rows()
        return self.gap()

    def newton(self, gap: Decimal) -> Decimal:
        """Solve the columns' totals to first order in the logarithms; keep only what helps."""
        start = self.column_factors
        direction = self._direction()
        longest = max(map(abs, direction.values()), default=Decimal(0))
        length = min(Decimal(1), _LONGEST_STEP / longest) if longest else Decimal(1)
        for _ in range(12):
            self.column_factors = list(start)
            for j, delta in direction.items():
                self.column_factors[j] *= (length * delta).exp()
            self._meet_rows()
            if self.gap() < gap:
                return self.gap()
            length /= 2
        self.column_factors = start
        self._meet_rows()
        return gap

    def _direction(self) -> dict[int, Decimal]:
        """Solve (diag(sums) − Σ f·fᵀ/row total)·δ = misses, one column per part held still."""
        held = self._one_column_per_part()
        free = [j for j in self.used if j not in held]
        place = {j: k for k, j in enumerate(free)}
        matrix = [[Decimal(0)] * len(free) for _ in free]
        for k, j in enumerate(free):
            matrix[k][k] = self.sums[j]
        for a, row, total in zip(self.row_factors, self.cells, self.row_totals, strict=True):
            flows = [(place[j], a * x * self.column_factors[j]) for j, x in row if j in place]
            for k, f in flows:
                part = f / total
                line = matrix[k]
                for other, g in flows:
                    line[other] -= part * g
        misses = [self.column_totals[j] - self.sums[j] for j in free]
        return dict(zip(free, _solve(matrix, misses), strict=True))

    def _one_column_per_part(self) -> set[int]:
        parent = {j: j for j in self.used}

        def root(j: int) -> int:
            while parent[j] != j:
                j = parent[j] = parent[parent[j]]
            return j

        for row in self.cells:
            for j, _ in row:
                parent[root(j)] = root(row[0][0])
        return {root(j) for j in self.used}


def _solve(matrix: list[Vector], right: Vector) -> Vector:
    """Solve a symmetric positive definite system by elimination; destroys its arguments."""
    size = len(right)
    for k in range(size):
        for i in range(k + 1, size):
            factor = matrix[i][k] / matrix[k][k]
            if factor:
                matrix[i] = [x - factor * y for x, y in zip(matrix[i], matrix[k], strict=True)]
                right[i] -= factor * right[k]
    answer = [Decimal(0)] * size
    for k in reversed(range(size)):
        known = sum((matrix[k][j] * answer[j] for j in range(k + 1, size)), Decimal(0))
        answer[k] = (right[k] - known) / matrix[k][k]
    return answer
